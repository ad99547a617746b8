import { ModelError } from '../errors.js';

/** One server-sent event: the field that carried it and its text. */
export interface ServerEvent {
  /** `error`: llama.cpp writes this instead of `data` when it fails in the middle; others name the event so. */
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

/** A whole reply in one event, with all that can be asked for beside each token, is shorter; UTF-16 code units. */
const MAX_EVENT = 16 * 1024 * 1024;

const LINE_FEED = 10;
const RETURN = 13;

/** JSON over several lines has fewer; millions of them would take long to join. */
const MAX_LINES = 100_000;

/**
 * Creates a parser of `text/event-stream` (HTML Standard, 9.2.6): any line ending, comments ignored, several `data` lines
 * joined, and pieces cut anywhere, inside a character or between CR and LF.
 *
 * Both methods throw a ModelError `protocol` on an event or a line that is longer than any answer, or an event
 * of more lines.
 */
export function createEventStreamParser(): EventStreamParser {
  const decoder = new TextDecoder();
  /** The pieces of the line that is not complete; never joined before it is. */
  let rest: string[] = [];
  /** Whether a CR came last, which may be the first half of a CRLF. */
  let afterReturn = false;
  let field: ServerEvent['field'] = 'data';
  let lines: string[] = [];
  let length = 0;

  function grow(by: number): void {
    length += by;
    if (length <= MAX_EVENT && lines.length <= MAX_LINES) return;
    throw new ModelError('protocol', 'stream-part-too-long');
  }

  function takeEvent(events: ServerEvent[]): void {
    length = 0;
    const data = lines.join('\n');
    // Servers keep a connection alive with events that have no data, which the standard drops.
    if (data.trim() !== '') events.push({ field, data });
    field = 'data';
    lines = [];
  }

  function takeLine(line: string, events: ServerEvent[]): void {
    if (line === '') {
      takeEvent(events);
      return;
    }
    const match = /^(data|error)(?:: ?|$)/.exec(line);
    if (match === null) {
      length -= line.length;
      // The name of an event of which the data is an error.
      if (/^event: ?error\s*$/.test(line)) field = 'error';
      return;
    }
    if (match[1] === 'error') field = 'error';
    lines.push(line.slice(match[0].length));
    // Empty lines take up room as well.
    grow(1);
  }

  function endLine(events: ServerEvent[]): void {
    const line = rest.length > 1 ? rest.join('') : (rest[0] ?? '');
    if (rest.length > 0) rest = [];
    takeLine(line, events);
  }

  function hold(part: string): void {
    if (part === '') return;
    grow(part.length);
    rest.push(part);
  }

  function take(text: string): ServerEvent[] {
    if (text === '') return [];
    const begin = afterReturn && text.startsWith('\n') ? 1 : 0;
    afterReturn = text.endsWith('\r');
    const events: ServerEvent[] = [];
    let from = begin;
    for (let at = begin; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code !== LINE_FEED && code !== RETURN) continue;
      hold(text.slice(from, at));
      endLine(events);
      if (code === RETURN && text.charCodeAt(at + 1) === LINE_FEED) at += 1;
      from = at + 1;
    }
    hold(text.slice(from));
    return events;
  }

  return {
    push: (bytes) => take(decoder.decode(bytes, { stream: true })),
    end() {
      const events = take(decoder.decode());
      endLine(events);
      takeEvent(events);
      return events;
    },
  };
}
