import { rules, SimpleMarkdown } from 'discord-markdown-parser';
import { linkRule } from './link-rule.js';
import { listRule } from './list-rule.js';
import { boundNesting } from './nesting.js';
import type { MarkdownNode } from './node.js';

type Rules = Parameters<typeof SimpleMarkdown.parserFor>[0];

// Masked links are for bots and embeds alone, as on Discord.
const ofPeople = SimpleMarkdown.parserFor(boundNesting({ ...rules, list: listRule }) as unknown as Rules);
const ofBots = SimpleMarkdown.parserFor(boundNesting({ ...rules, list: listRule, link: linkRule }) as unknown as Rules);

/** Parses Discord's markdown into nodes; text stays text. */
export function parseMarkdown(source: string, author: 'person' | 'bot'): MarkdownNode[] {
  const parse = author === 'bot' ? ofBots : ofPeople;
  return parse(source, { inline: true }) as MarkdownNode[];
}

/** The words of markdown without its marks, for previews and screen readers. */
export function plainText(source: string): string {
  return wordsOf(parseMarkdown(source, 'bot')).replaceAll(/\s+/g, ' ').trim();
}

function wordsOf(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map((node) => {
      const own = typeof node.content === 'string' ? node.content : wordsOf(node.content ?? []);
      const items = (node.items ?? []).map((item) => `${wordsOf(item.content)} ${wordsOf(item.lists)} `).join('');
      if (node.type === 'br' || node.type === 'newline') return ' ';
      return own || items || node.name || node.fullName || '';
    })
    .join('');
}
