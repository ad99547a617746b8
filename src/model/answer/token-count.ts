import { isRecord } from '../wire/json.js';

/** Counts what a request costs in tokens, while its answer comes in. */
export interface TokenCount {
  /** Takes a piece of the answer, or all of it. */
  note(json: unknown): void;
  /** What the endpoint reported last; else an estimate of what was read and written. 0 where nothing came. */
  total(): number;
  /** The same, and how much of it was read and written. */
  parts(): { readonly read: number; readonly written: number };
}

/** The usual estimate for English; texts in other languages have fewer. */
const CHARACTERS_A_TOKEN = 4;

/** Creates a count in which nothing has come yet. */
export function createTokenCount(body: Readonly<Record<string, unknown>>): TokenCount {
  let reported: Reported | undefined;
  let written = 0;
  let hasCome = false;
  const parts: TokenCount['parts'] = () => {
    if (!hasCome) return { read: 0, written: 0 };
    if (reported === undefined) return { read: estimate(textsOf(body.prompt ?? body.messages ?? body.input)), written };
    // Where only the sum is known, what came tells how much of it was written.
    const { total, written: known = Math.min(total, written) } = reported;
    return { read: total - known, written: known };
  };
  return {
    note(json) {
      if (!isRecord(json)) return;
      hasCome = true;
      reported = reportedIn(json.usage) ?? reported;
      if (Array.isArray(json.choices)) for (const choice of json.choices) written += writtenIn(choice);
    },
    total: () => parts().read + parts().written,
    parts,
  };
}

/** What an endpoint says of an answer. */
interface Reported {
  readonly total: number;
  readonly written: number | undefined;
}

function reportedIn(usage: unknown): Reported | undefined {
  if (!isRecord(usage)) return undefined;
  const { total_tokens: total, prompt_tokens: read, completion_tokens: written } = usage;
  if (isAmount(total)) return { total, written: isAmount(written) && written <= total ? written : undefined };
  const known = isAmount(written) ? written : 0;
  return isAmount(read) ? { total: read + known, written: known } : undefined;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A piece of a stream is a token at least. */
function writtenIn(choice: unknown): number {
  if (!isRecord(choice)) return 0;
  const { text, message, delta = message } = choice;
  const length = isRecord(delta)
    ? ['content', 'reasoning_content', 'reasoning'].reduce((sum, name) => sum + lengthOf(delta[name]), 0)
    : lengthOf(text);
  return estimate(length);
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}

/** Characters of a prompt, of messages or of texts; a token id counts as one token. */
function textsOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return CHARACTERS_A_TOKEN;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textsOf(one), 0);
  return isRecord(value) ? textsOf(value.content ?? value.text) : 0;
}

function estimate(characters: number): number {
  return Math.ceil(characters / CHARACTERS_A_TOKEN);
}
