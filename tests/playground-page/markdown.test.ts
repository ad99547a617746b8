import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_NESTING } from '../../src/playground-page/markdown/nesting.js';
import type { MarkdownNode } from '../../src/playground-page/markdown/node.js';
import { parseMarkdown, plainText } from '../../src/playground-page/markdown/parse.js';

const MARKS = ['- ', '1. ', '* ', '> ', '*', '**', '_', '__', '~~', '||', '[', '](', '# ', '-# ', '`', '\n', '  ', 'a'];

function depthOf(nodes: readonly MarkdownNode[]): number {
  const inside = ({ content, items = [] }: MarkdownNode) => [
    ...(Array.isArray(content) ? [depthOf(content)] : []),
    ...items.map((item) => Math.max(depthOf(item.content), depthOf(item.lists))),
  ];
  return Math.max(0, ...nodes.map((node) => 1 + Math.max(0, ...inside(node))));
}

test.each([...MARKS, '- > ', '1. - ', '**__', '*_'])('%j over and over nests so deep and no deeper', (mark) => {
  const nodes = parseMarkdown(`${mark.repeat(4000 / mark.length)}end`, 'bot');
  // A list is a node in a node.
  expect(depthOf(nodes)).toBeLessThanOrEqual(2 * MAX_NESTING + 1);
  expect(plainText(`${mark.repeat(1000)}end`)).toContain('end');
});

test('lists inside each other end where Discord’s do, and nothing in them is lost', () => {
  const lines = Array.from({ length: 40 }, (_, level) => `${'  '.repeat(level)}- line ${level}`);
  const nodes = parseMarkdown(lines.join('\n'), 'person');
  expect(depthOf(nodes)).toBeLessThanOrEqual(2 * MAX_NESTING + 1);
  for (const level of lines.keys()) expect(plainText(lines.join('\n'))).toContain(`line ${level}`);
});

test('any marks in any order are parsed', () => {
  const source = fc.array(fc.constantFrom(...MARKS), { maxLength: 400 }).map((marks) => marks.join(''));
  fc.assert(fc.property(source, (text) => depthOf(parseMarkdown(text, 'bot')) <= 2 * MAX_NESTING + 1));
});
