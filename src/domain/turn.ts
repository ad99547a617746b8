/** Somebody who speaks in a conversation. */
export interface Speaker {
  /** A name that nobody else in the conversation has. */
  readonly name: string;
  /** Tells the person apart from others, and nobody who that is. */
  readonly key: string;
}

/** One turn of a conversation: what somebody said, or what the model replied. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** Who said it; undefined where that is not known. */
  readonly who?: Speaker | undefined;
}

/** A message as OpenAI's protocol has it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A question with what stands before it. */
export interface AskedQuestion {
  readonly question: string;
  readonly system?: string | undefined;
  /** What was said before, the oldest first. */
  readonly before?: readonly Turn[] | undefined;
  /** Who asks. */
  readonly who?: Speaker | undefined;
}

/**
 * A question as the messages that a model reads. Where several people speak, a name stands in front of what each says, as
 * in `Ada: Hello`: the protocol's own `name` is not taken everywhere.
 */
export function asMessages({ question, system, before = [], who }: AskedQuestion): ChatMessage[] {
  const turns: readonly Turn[] = [...before, { role: 'user', text: question, who }];
  const isNamed = speakersOf(turns).size > 1;
  return [
    ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
    ...turns.map(({ role, text, who: speaker }) => ({
      role,
      content: isNamed && role === 'user' && speaker !== undefined ? inTheNameOf(speaker.name, text) : text,
    })),
  ];
}

/** What somebody says of a message that `asMessages` made: without the name in front. */
export function withoutName({ content }: ChatMessage, who: Speaker | undefined): string {
  const front = who === undefined ? '' : frontOf(who.name);
  return content.startsWith(front) ? content.slice(front.length) : content;
}

/** The names of the people who speak in some turns. */
export function speakersOf(turns: readonly Turn[]): ReadonlySet<string> {
  return new Set(turns.flatMap(({ role, who }) => (role === 'user' && who !== undefined ? [who.name] : [])));
}

/** The longest name, in characters. */
const MAX_NAME = 32;

/**
 * A name as it may stand in front of what somebody says: letters, digits and the signs that names have. Whatever else a
 * model could take for the end of a name, or for the beginning of a turn, is left out. May be empty.
 */
export function speakerName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}\s'’._-]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return [...plain].slice(0, MAX_NAME).join('').trim();
}

/** Only the first line begins at the edge, so that no other one can pass for what somebody else says. */
function inTheNameOf(name: string, text: string): string {
  return `${frontOf(name)}${text.replace(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/g, '$&  ')}`;
}

function frontOf(name: string): string {
  return `${name}: `;
}
