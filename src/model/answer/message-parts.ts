import { isRecord } from '../wire/json.js';

/** What a message, or a piece of one, is made of. */
export interface MessageParts {
  /** What is meant for whoever asked; empty where there is none. */
  readonly text: string;
  /** What a reasoning model thought, where the server keeps it apart. */
  readonly reasoning: string;
  /** The server says that there are thoughts, and keeps them to itself. */
  readonly hidesReasoning: boolean;
  /** How the model refuses, in its own words. */
  readonly refusal: string;
  /** The model asks for a tool to be called. */
  readonly callsTool: boolean;
}

/** Servers that write a text in parts write one or two. */
const MAX_PARTS = 1000;
/** Parts inside parts. */
const MAX_DEPTH = 3;

/** Reads a message, the delta of a stream, or a choice of a plain completion. */
export function readMessage(message: Record<string, unknown>): MessageParts {
  const parts = new PartReader();
  parts.readContent(message.content ?? message.text, 0);
  const { audio } = message;
  // A spoken answer comes with what is said.
  if (parts.text === '' && isRecord(audio) && typeof audio.transcript === 'string') parts.text = audio.transcript;
  parts.readReasoning(message);
  const { refusal, tool_calls: calls, function_call: call } = message;
  return {
    text: parts.text,
    reasoning: parts.reasoning,
    hidesReasoning: parts.hides,
    refusal: parts.refusal || (typeof refusal === 'string' ? refusal : ''),
    callsTool: (Array.isArray(calls) && calls.length > 0) || isRecord(call),
  };
}

/** Puts together what stands in parts of different kinds. */
class PartReader {
  text = '';
  reasoning = '';
  refusal = '';
  hides = false;

  /** A string, or the list of parts that some servers write. */
  readContent(content: unknown, depth: number): void {
    if (typeof content === 'string') this.text += content;
    if (!Array.isArray(content) || depth > MAX_DEPTH) return;
    for (const part of content.slice(0, MAX_PARTS) as readonly unknown[]) {
      if (typeof part === 'string') this.text += part;
      if (isRecord(part)) this.readPart(part);
    }
  }

  private readPart(part: Record<string, unknown>): void {
    const type = typeof part.type === 'string' ? part.type : '';
    if (/redacted|encrypted/i.test(type)) this.hides = true;
    else if (/think|thought|reason/i.test(type)) this.reasoning += innerText(part, 0);
    else if (/refus/i.test(type)) this.refusal += firstText(part.refusal, part.text);
    else if (typeof part.text === 'string') this.text += part.text;
  }

  /** The same thoughts can stand in several fields: the first that has any counts. */
  readReasoning(message: Record<string, unknown>): void {
    const { reasoning_details: details, thinking_blocks: blocks, redacted_thinking: redacted } = message;
    if (isRecord(redacted)) this.hides = true;
    for (const field of [message.reasoning_content, message.reasoning, message.thinking, details, blocks]) {
      if (this.reasoning !== '') return;
      if (typeof field === 'string') this.reasoning = field;
      else if (Array.isArray(field) || isRecord(field)) this.reasoning = innerText(field, 0);
    }
    const listed: readonly unknown[] = Array.isArray(details) ? details : Array.isArray(blocks) ? blocks : [];
    if (listed.some((one) => isRecord(one) && /encrypted|redacted/i.test(String(one.type)))) this.hides = true;
  }
}

/** The text of a part, whichever of the usual fields it stands in. */
function innerText(part: unknown, depth: number): string {
  if (typeof part === 'string') return part;
  if (depth > MAX_DEPTH) return '';
  if (Array.isArray(part)) {
    const parts: readonly unknown[] = part.slice(0, MAX_PARTS);
    return parts.map((one) => innerText(one, depth + 1)).join('');
  }
  if (!isRecord(part) || /encrypted|redacted/i.test(String(part.type))) return '';
  for (const field of [part.text, part.thinking, part.reasoning, part.summary, part.content]) {
    const text = innerText(field, depth + 1);
    if (text !== '') return text;
  }
  return '';
}

function firstText(...values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === 'string') ?? '';
}
