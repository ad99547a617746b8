import type { MarkdownNode } from './node.js';

const LINK =
  /^\[((?:[^[\]\\\n]|\\.)+)\]\((?:<(https?:\/\/[^\s<>]+)>|(https?:\/\/[^\s()]+(?:\([^\s()]*\)[^\s()]*)*))(?: +"[^"\n]*")?\)/i;

/**
 * Masked links, `[text](https://…)`. The parser's own rule takes seconds for a thousand links that are not finished; this
 * one fails at the first character that does not fit, and takes http and https only.
 */
export const linkRule = {
  // Where the parser has its own: after the escapes, before the emphasis.
  order: 17,
  match: (source: string) => LINK.exec(source),
  parse(
    capture: Readonly<Record<number, string | undefined>>,
    parse: (source: string, state: object) => MarkdownNode[],
    state: object,
  ): MarkdownNode {
    return { type: 'link', content: parse(capture[1] ?? '', state), target: capture[2] ?? capture[3] ?? '' };
  },
};
