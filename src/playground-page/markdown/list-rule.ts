import { MAX_NESTING } from './nesting.js';
import type { ListItem, MarkdownNode } from './node.js';

const LINE = /^( *)([-*]|\d{1,9}\.) +(\S[^\n]*)$/;
const BLOCK = /^ *(?:[-*]|\d{1,9}\.) +\S[^\n]*(?:\n *(?:[-*]|\d{1,9}\.) +\S[^\n]*)*\n?/;

type Parse = (source: string, state: object) => MarkdownNode[];

interface Line {
  indent: number;
  start: number | undefined;
  text: string;
}

/** Lists, which the parser lacks: lines that begin with `- `, `* ` or `1. `, two more spaces for each level. */
export const listRule = {
  // Before emphasis, which a line that begins with a star would be taken for.
  order: 0.5,
  match: (source: string, _state: object, before: string) => (/(?:^|\n) *$/.test(before) ? BLOCK.exec(source) : null),
  parse(capture: { 0: string }, parse: Parse, state: object): MarkdownNode {
    const lines = capture[0]
      .trimEnd()
      .split('\n')
      .flatMap((line): Line[] => {
        const [, spaces = '', marker = '', text = ''] = LINE.exec(line) ?? [];
        return text === '' ? [] : [{ indent: spaces.length, start: startOf(marker), text }];
      });
    return { type: 'lists', content: nest(lines, (text) => parse(text, state)) };
  },
};

function startOf(marker: string): number | undefined {
  return /\d/.test(marker) ? Number.parseInt(marker, 10) : undefined;
}

// A bulleted line after numbered ones, or the other way round, begins another list. Lines indented too far stay on the last level.
function nest(lines: readonly Line[], parse: (text: string) => MarkdownNode[], level = 1): MarkdownNode[] {
  const lists: (MarkdownNode & { items: ListItem[] })[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (line === undefined) break;
    let end = at + 1;
    while (level < MAX_NESTING && (lines[end]?.indent ?? 0) > line.indent + 1) end += 1;
    const item = { content: parse(line.text), lists: nest(lines.slice(at + 1, end), parse, level + 1) };
    const open = lists.at(-1);
    if (open && (open.start === undefined) === (line.start === undefined)) open.items.push(item);
    else lists.push({ type: 'list', items: [item], start: line.start });
    at = end;
  }
  return lists;
}
