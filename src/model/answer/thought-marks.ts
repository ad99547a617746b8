/**
 * The marks that models write around their thoughts, where a server leaves them in the text. They are known by their shape:
 * an opening one counts only at the very beginning of a text, so that a reply may speak of them.
 */

/** What opens thoughts at the beginning of a text. */
interface OpenedThoughts {
  /** Of the mark, with the space before it. */
  readonly length: number;
  /** What closes them; not global. */
  readonly closing: RegExp;
}

const TAG =
  /^\s*([<◁]\|?)((?:start_|begin_of_)?)(?:\w{1,20}:)?(think(?:ing)?|thoughts?|reasoning)(?:_(?:start|begin))?\|?[>▷]/i;
const BRACKETS = /^\s*\[THINK\]/;
const INNER = /^\s*<\|inner_prefix\|>/;
const UNUSED = /^\s*<unused(\d{1,4})>thought\b/;
const OPEN_CHANNEL = /^\s*<\|channel>(?:thought|analysis)\b/;
const CHANNEL =
  /^\s*(?:<\|start\|>assistant)?\s*<\|channel\|>(?:analysis|commentary)[^<]{0,80}(?:<\|constrain\|>[^<]{0,20})?<\|message\|>/;

const CHANNEL_END = /<\|(?:end|call)\|>|(?=<\|start\|>assistant)|(?=<\|channel\|>final)/;

/** Thoughts that a text begins with; undefined where it begins otherwise. */
export function openingOf(text: string): OpenedThoughts | undefined {
  const found = (match: RegExpExecArray | null, closing: RegExp) =>
    match === null ? undefined : { length: match[0].length, closing };
  const tag = TAG.exec(text);
  if (tag !== null) {
    const name = tag[3] ?? '';
    return found(tag, new RegExp(`[<◁]\\|?(?:/|end_|end_of_)(?:\\w{1,20}:)?${name}\\|?[>▷]|<\\|${name}_end\\|>`, 'i'));
  }
  const unused = UNUSED.exec(text);
  return (
    found(BRACKETS.exec(text), /\[\/THINK\]/) ??
    found(INNER.exec(text), /<\|inner_suffix\|>/) ??
    found(unused, new RegExp(`<unused${Number(unused?.[1] ?? 0) + 1}>`)) ??
    found(OPEN_CHANNEL.exec(text), /<channel\|>/) ??
    found(CHANNEL.exec(text), CHANNEL_END)
  );
}

/** Whether a token opens thoughts, or what a model writes instead of an answer. */
export function isThoughtMark(token: string): boolean {
  return openingOf(token) !== undefined || /^\s*<(?:\|channel\|?|unused\d{1,4})>\s*$/.test(token);
}

const ANSWER_CHANNEL =
  /^\s*(?:<\|start\|>assistant)?\s*<\|channel\|>final[^<]{0,40}(?:<\|constrain\|>[^<]{0,20})?<\|message\|>/;
const ANSWER_MARK = /^\s*<\|(?:START_RESPONSE|begin_of_solution)\|>/;
const ANSWER_END = /\s*<\|(?:return|end|END_RESPONSE|end_of_solution)\|>\s*$/;

/** How long the mark is that opens the answer after thoughts, at the beginning of a text; 0 where there is none. */
export function answerOpening(text: string, hasThought: boolean): number {
  return (ANSWER_CHANNEL.exec(text) ?? (hasThought ? ANSWER_MARK.exec(text) : null))?.[0].length ?? 0;
}

/** An answer without the mark that closes it. */
export function withoutAnswerEnd(text: string): string {
  // Nothing is searched but the end: a pattern that begins with spaces takes long on many of them.
  const end = text.slice(-64);
  const match = ANSWER_END.exec(end);
  return match === null ? text : text.slice(0, text.length - end.length + match.index);
}

/** Whether more text could make an opening mark of a text's beginning. */
export function mayOpen(text: string): boolean {
  if (text.length > MAX_OPENING) return false;
  return (
    /^\s*(?:[<[◁][^>\]▷\n]{0,47})?$/.test(text) ||
    /^\s*<(?:unused\d{1,4}|\|channel)>[a-z]{0,8}$/.test(text) ||
    (/^\s*<\|(?:start|channel)\|>/.test(text) && !text.includes('<|message|>'))
  );
}

/** With the space before it and what a channel says, in UTF-16 code units. */
const MAX_OPENING = 256;

/** A mark never is longer, in UTF-16 code units. */
export const MAX_MARK = 64;

/** What closes thoughts that a server's template opened, so that the text begins inside them. */
export const LONE_CLOSING =
  /<\/((?:\w{1,20}:)?(?:think(?:ing)?|thoughts?|reasoning))>|\[\/THINK\]|◁\/think▷|<\|END_THINKING\|>|<\|end_of_thought\|>|<\|inner_suffix\|>|<\|end\|>(?=<\|start\|>assistant)|assistantfinal(?=\S)/;

/**
 * Whether a closing mark, of which a text has no opening one, ends thoughts; it may also be something that a reply speaks of,
 * such as in quotes, in code, or after the opening one.
 *
 * @param asked what was asked: somebody who asks about the marks gets a reply about them
 */
export function closesThoughts(before: string, mark: string, after: string, asked: string): boolean {
  // A server that leaves out special tokens leaves the channels' names.
  if (mark === 'assistantfinal') return before.startsWith('analysis');
  const opening = mark.replace('/', '').replace(/end_/i, '');
  if (before.includes(opening)) return false;
  if (/[`"'“”‘’«(]\s?$/.test(before.slice(-2)) || /^\s?[`"'“”‘’»),.;:?!]/.test(after)) return false;
  if (before.split('```').length % 2 === 0) return false;
  const standsAlone = /(?:^|\n)\s*$/.test(before.slice(-MAX_MARK)) || /^[ \t]*\n/.test(after);
  if (standsAlone) return true;
  if (asked.includes(mark)) return false;
  return !(/[^\s.!?…。！？)\]}*] $/.test(before.slice(-2)) && after.startsWith(' '));
}
