import type { MarkdownNode } from '../../src/playground-page/markdown/node.js';
import { parseMarkdown } from '../../src/playground-page/markdown/parse.js';
import { MARKED, NASTY_HOSTS, NASTY_MOMENT } from './nasty-texts.js';

/** What comes of text that nobody but Discord itself may write; the bot has none of it. */
const NEVER = new Set([
  'user',
  'role',
  'channel',
  'everyone',
  'here',
  'emoji',
  'spoiler',
  'guildNavigation',
  'slashCommand',
]);

const LINKS = new Set(['link', 'url', 'autolink']);

/** Formatting whose marks stand around a text. */
const AROUND = new Set(['em', 'strong', 'underline', 'strikethrough']);

/** Formatting whose mark begins a line. */
const BEFORE = new Set(['heading', 'subtext', 'blockQuote']);

/** Where the bot's own words lead. */
const OWN_LINKS = /^https:\/\/huggingface\.co\/docs\//;

/**
 * What is wrong with markdown of the bot in which texts of people and models stand, by how Discord reads it.
 *
 * @returns sentences; none where all is as it should be
 */
export function textFaults(markdown: string): string[] {
  const faults: string[] = [];
  const visit = (nodes: readonly MarkdownNode[]): void => {
    for (const node of nodes) {
      faults.push(...nodeFaults(node));
      if (Array.isArray(node.content)) visit(node.content);
      for (const { content, lists } of node.items ?? []) {
        const words = wordsOf(content).trim();
        if (words.startsWith(MARKED.person)) faults.push(`a list begins with “${words.slice(0, 40)}”`);
        visit(content);
        visit(lists);
      }
    }
  };
  visit(parseMarkdown(markdown, 'bot'));
  const loose = looseMarks(markdown);
  if (loose.includes('```')) faults.push('a fence is left open');
  if (/(?:discord\.gg|discord(?:app)?\.com\/invite)\/\w/i.test(loose)) faults.push('an invite link');
  if (/[\u202a-\u202e\u2066-\u2069]/.test(markdown)) faults.push('the direction of writing is turned');
  return [...new Set(faults)].map((fault) => `${fault} in ${JSON.stringify(around(markdown, fault))}`);
}

function nodeFaults(node: MarkdownNode): string[] {
  const { type, target = '', timestamp } = node;
  if (NEVER.has(type)) return [`a ${type}`];
  const words = wordsOf([node]).trim();
  if (LINKS.has(type)) {
    const leads = target || words;
    return OWN_LINKS.test(leads) ? [] : [`a ${type} to ${NASTY_HOSTS.test(leads) ? leads : `“${leads}”`}`];
  }
  if (type === 'timestamp' && timestamp?.includes(NASTY_MOMENT)) return ['a timestamp'];
  const isPersons = words === MARKED.person;
  if (AROUND.has(type) && isPersons) return [`${type} around what somebody wrote`];
  const begins = [MARKED.person, MARKED.model].some((mark) => words.startsWith(mark));
  return BEFORE.has(type) && begins ? [`a ${type} of what somebody wrote`] : [];
}

/** The same without code and without what is escaped. */
function looseMarks(markdown: string): string {
  return markdown.replace(/```[\s\S]*?```|(?<!`)(`{1,2})(?!`)[\s\S]*?(?<!`)\1(?!`)|\\[!-/:-@[-`{-~]/g, (found) =>
    found.startsWith('\\') ? '\u0000' : ' ',
  );
}

function wordsOf(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map(({ content, items = [] }) => {
      const own = typeof content === 'string' ? content : wordsOf(content ?? []);
      return own + items.map((item) => wordsOf(item.content) + wordsOf(item.lists)).join(' ');
    })
    .join('');
}

/** Enough of a text to find where it comes from. */
function around(markdown: string, fault: string): string {
  const named = /“([^”]+)”|to (\S+)/.exec(fault);
  const at = Math.max(0, markdown.search(/[zq][qzm]zq|[zm][mz]zm|mzmz|qzqz|evil|discord\.gg|everyone|123456789/));
  const found = named ? markdown.indexOf(named[1] ?? named[2] ?? '') : -1;
  const middle = found >= 0 ? found : at;
  return markdown.slice(Math.max(0, middle - 80), middle + 160);
}
