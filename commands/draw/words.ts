import { plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/draw` says. Markdown, save for descriptions, labels, and what stands in pictures and tables. */
export const drawWords = defineWords({ en });

export type DrawWords = ReturnType<typeof drawWords>;

/** What came at one temperature. */
interface Came {
  readonly temperature: number;
  readonly drawn: number;
  readonly different: number;
  /** How often the most frequent ending came. */
  readonly most: number;
}

function en(language: Language) {
  const { count, percent, plural, number } = language;
  const times = (amount: number) => (amount === 2 ? 'twice' : plural(amount, { one: 'time', other: 'times' }));
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const cameAs = ({ drawn, different, most }: Came): string => {
    if (drawn === 0) return 'nothing was drawn';
    if (drawn === 1) return 'only one was drawn';
    if (different === 1) return `all ${count(drawn)} are the same`;
    if (different === drawn) return `all ${count(drawn)} differ`;
    return `there are ${count(different)} different ones, and the most frequent came ${times(most)}`;
  };

  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See variety: the same text continued 20 times at temperature 0, 1 and 2',
    prompt: (standard: string) => `A text that is continued again and again (default: ${standard})`,
    seed: 'The same seed draws the same endings again (default: a new one each time)',
    link: 'Draw',
    hint: 'The same text continued 20 times at three temperatures',
    /** What is continued where nobody wrote anything. */
    standardPrompt: 'Once upon a time',
    drawing: (done: number, all: number) => `Drawn so far: ${count(done)} of ${count(all)}…`,

    /** Plain text in the picture. */
    title: 'The same again and again: what comes?',
    questionTitle: 'Asked again and again: what comes?',
    column: (temperature: number) => `temperature ${number(temperature)}`,
    caption: (different: number, drawn: number) => {
      if (drawn === 0) return 'nothing drawn';
      if (different === 1 && drawn > 1) return `${count(drawn)} times the same`;
      return different === drawn ? `${count(drawn)}, all different` : `${count(different)} different ones`;
    },
    /** An ending by its text: of one without any whether the model ended the text at once, or wrote only spaces before it was cut. */
    ending: (text: string, isCut: boolean) => {
      if (text !== '') return text;
      return isCut ? '(nothing yet)' : '(end of text)';
    },

    came: (all: readonly Came[]) => {
      const [first, ...others] = all.map((came) => `at ${number(came.temperature)} ${cameAs(came)}`);
      const start = (line: string) => line.replace(/^a/, 'A');
      return [`**${start(first ?? '')}.**`, ...others.map((line) => `${start(line)}.`)].join(' ');
    },
    broken: (why: string) => `**It breaks off.** ${plain(why)}`,

    again: 'Draw again',
    at: (temperatures: readonly number[]) => `At ${temperatures.map(number).join(', ')}`,
    atHint: 'The same text, 20 times at each of these temperatures',
    reply: 'the beginning of a reply',
    draws: (draws: number, most: number) => `${count(draws)} draws each · up to ${tokens(most)}`,

    idea: 'A model gives each token a chance, and then one is **drawn**. Draw again, and another text may come.\nAt **temperature** 0 nothing is left to luck: it is always the likeliest token. At 1 the chances are the model’s own. Above 1 unlikely tokens come more often.',
    example: (shown: { temperature: number; ending: string; times: number; drawn: number; different: number }) =>
      `At ${number(shown.temperature)} there were ${count(shown.drawn)} draws and ${plural(shown.different, { one: 'ending', other: 'different endings' })}. “${shown.ending}” came ${times(shown.times)}: ${count(shown.times)} ÷ ${count(shown.drawn)} = **${percent(shown.times / shown.drawn)}**. That is what came, and not the model’s own chance of it.`,
    tryAgain: 'Draw once more with another seed. Which column stays the same? Which numbers change?',

    /** In **Details**. */
    heads: ['count', 'part'],
    all: (temperature: number, different: number, drawn: number) =>
      `**Temperature ${number(temperature)}**: ${count(drawn)} draws, ${plural(different, { one: 'ending', other: 'different endings' })}`,
    how: (most: number, seed: number, draws: number) =>
      `Each draw goes on from the end of the prompt by ${tokens(most)} at most. Shown is the first sentence or line of it; “…” stands behind what was cut. The seeds are ${seed} to ${seed + draws - 1}, the same ones at each temperature. Where the server takes seeds, the same ones draw the same endings again.`,
    zero: 'At temperature 0 some servers do not compute exactly the same each time, so that more than one ending can come.',
    more: (left: number) => `… and ${count(left)} more`,
  };
}
