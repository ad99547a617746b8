/** One server-sent event: the field that carried it and its text. */
export interface ServerEvent {
  /** `error` is what llama.cpp writes instead of `data` when it fails in the middle. */
  readonly field: 'data' | 'error';
  readonly data: string;
}

/** Cuts a byte stream into server-sent events. */
export interface EventStreamParser {
  /** The events that these bytes complete. */
  push(bytes: Uint8Array): ServerEvent[];
  /** The last event, when the stream ended without the blank line that should close it. */
  end(): ServerEvent[];
}

/**
 * Creates a parser of `text/event-stream` (HTML Standard, 9.2.6): any line ending, comments ignored, several `data` lines
 * joined, and pieces cut anywhere, inside a character or between CR and LF.
 */
export function createEventStreamParser(): EventStreamParser {
  const decoder = new TextDecoder();
  let rest = '';
  let field: ServerEvent['field'] = 'data';
  let lines: string[] = [];

  function takeEvent(): ServerEvent[] {
    if (lines.length === 0) return [];
    const event = { field, data: lines.join('\n') };
    field = 'data';
    lines = [];
    return [event];
  }

  function takeLine(line: string): ServerEvent[] {
    if (line === '') return takeEvent();
    const match = /^(data|error)(?:: ?|$)/.exec(line);
    if (match === null) return [];
    if (match[1] === 'error') field = 'error';
    lines.push(line.slice(match[0].length));
    return [];
  }

  function take(text: string, last: boolean): ServerEvent[] {
    const events: ServerEvent[] = [];
    const goesOn = !last && !/[\r\n]/.test(text) && !rest.endsWith('\r');
    rest += text;
    if (goesOn) return events;
    // A CR at the very end may be the first half of a CRLF.
    const held = !last && rest.endsWith('\r') ? '\r' : '';
    const parts = (held === '' ? rest : rest.slice(0, -1)).split(/\r\n|\n|\r/);
    rest = (parts.pop() ?? '') + held;
    for (const line of parts) events.push(...takeLine(line));
    return events;
  }

  return {
    push: (bytes) => take(decoder.decode(bytes, { stream: true }), false),
    end() {
      const events = take(decoder.decode(), true);
      events.push(...takeLine(rest));
      rest = '';
      return [...events, ...takeEvent()];
    },
  };
}
