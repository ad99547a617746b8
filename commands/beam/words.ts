import { inlineCode, plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import { shorten } from '../../src/words/shorten.js';

/** What `/beam` says. Markdown, save for descriptions, labels, and what stands in pictures and tables. */
export const beamWords = defineWords({ en });

/** Of a text in a sentence, characters. */
const MAX_TEXT = 60;

/** A text that was found, as a sentence tells it. */
export interface ToldPath {
  readonly text: string;
  /** In [0, 1]. */
  readonly chance: number;
  readonly tokens: number;
  readonly ended: boolean;
}

/** What a search came to. */
export interface ToldSearch {
  readonly best: ToldPath;
  readonly width: number;
  /** Tokens that it was to add. */
  readonly steps: number;
  readonly greedy: ToldPath | undefined;
  readonly isGreedy: boolean;
}

function en(language: Language) {
  const { percent, count, plural, number, ofHundred, decimals } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const texts = (amount: number) => plural(amount, { one: 'text', other: 'texts' });
  const quoted = (text: string) => `“${plain(shorten(text.trim(), MAX_TEXT, 'both'))}”`;
  const chance = (probability: number) => (probability < 0.001 ? rare(probability, language) : percent(probability));
  const timesAs = (more: number, less: number) => {
    const times = more / less;
    return times < 10 ? decimals(times, 1) : count(Number(times.toPrecision(2)));
  };

  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Watch a search for the likeliest text: several texts grow side by side',
    width: (standard: number) => `How many texts are kept at each step (default: ${standard})`,
    tokens: (standard: number) => `How many tokens are added (default: ${standard})`,
    seed: 'The seed of the text that is drawn to compare it (default: a new one each time)',
    link: 'Beam search',
    hint: 'Search for the likeliest text, and see why it is not the best one',

    searching: 'Searching…',
    soFar: (done: number, all: number, text: string) =>
      `Searching: ${count(done)} of ${tokens(all)}. The likeliest so far: ${quoted(text)}`,

    title: 'Which texts are kept?',
    besideTitle: 'Is the likeliest text the best one?',
    rows: {
      best: (width: number) => `Search, ${texts(width)} at a time`,
      greedy: 'Always the likeliest token',
      drawn: 'Drawn at temperature 1',
    },
    note: (probability: number, amount: number, ended: boolean) =>
      [chanceInPicture(probability, language), tokens(amount), ...(ended ? ['ended'] : [])].join(' · '),
    /** A text of which nothing but its end was found. */
    onlyEnd: 'the end of the text',

    sentence({ best, width, steps, greedy, isGreedy }: ToldSearch) {
      if (best.tokens === 1 && best.ended) {
        return `**The likeliest text ends at once** (${chance(best.chance)}): each further token would only make the chance smaller.`;
      }
      const found = `**${quoted(best.text)}** has **${chance(best.chance)}**`;
      if (best.ended && best.tokens < steps) {
        return `${found} and then ends. A short text has few chances to multiply, so a search likes short texts.`;
      }
      if (width === 1) return `${found}. With one text at a time, the search always takes the likeliest token.`;
      if (greedy === undefined) return `${found}: the likeliest of all that the search looked at.`;
      if (isGreedy) return `${found}. To take the likeliest token each time gives the same text here.`;
      if (greedy.chance > best.chance) {
        return `${found}. The likeliest token each time gives ${chance(greedy.chance)}: the search dropped that text too early.`;
      }
      return `${found}, which is ${timesAs(best.chance, greedy.chance)} times as likely as taking the likeliest token each time (${chance(greedy.chance)}).`;
    },
    besideSentence: (best: ToldPath, drawn: ToldPath | undefined, repeat: string | undefined) => {
      if (drawn === undefined) return 'No text could be drawn here, so there is nothing to compare the search with.';
      const repeats = repeat === undefined ? '' : ` But it repeats itself: ${quoted(repeat)} comes twice.`;
      if (best.chance <= drawn.chance) {
        return `This time the dice drew a text that is at least as likely (${chance(drawn.chance)}). Draw another one.`;
      }
      const times = best.chance / drawn.chance;
      const by = times >= 1e6 ? 'over a million' : timesAs(best.chance, drawn.chance);
      return `The search’s text is **${by} times as likely** as the drawn one.${repeats} Read both: which one says more?`;
    },
    brokeOff: (done: number, reason: string) => `**The search stopped after ${tokens(done)}.** ${plain(reason)}`,

    beside: 'Beside a drawn text',
    search: 'The search',
    watch: 'Watch it grow',
    watchHint: 'The search step by step, as an animation',
    another: 'Draw another text',
    withWidth: (width: number) => (width === 1 ? 'Keep one text: greedy' : `Keep ${texts(width)} at each step`),
    longer: (steps: number) => `Search ${tokens(steps)} deep`,
    smallPrint: (width: number, steps: number) => `${texts(width)} kept · ${tokens(steps)}`,

    explain: {
      idea: 'The chance of a text is the product of the chances of its tokens. Nobody can try all texts. So a **beam search** lets a few texts grow side by side: at each step it looks at every way to go on, and keeps the likeliest few. The others are dropped for good.\nTranslation programs search like this. Chat programs draw instead, because the likeliest text is often short, dull, or repeats itself.',
      /** @param factors the chances of the tokens as far as they can be multiplied by hand; `isWhole`: these are all */
      example: (factors: readonly ToldFactor[], product: number, isWhole: boolean) => {
        const named = factors.map(({ name, chance: own }) => `${name} has ${percent(own)}`);
        const rounded = factors.map(({ chance: own }) => Number(own.toFixed(2)));
        const shown = Number((100 * rounded.reduce((all, one) => all * one, 1)).toPrecision(2));
        const list = new Intl.ListFormat(language.tag).format(named);
        const sum = `${rounded.map((one) => number(one)).join(' × ')} = about ${ofHundred(shown)}`;
        return `${list}. ${factors.length === 1 ? '' : `${sum}. `}${isWhole ? `That is the chance of the whole text: ${chance(product)}.` : `With all further tokens it is ${chance(product)}.`}`;
      },
      noExample: 'Nothing was found here, so there are no numbers to multiply.',
      nextWider: (width: number) =>
        `Keep ${texts(width)} at each step. Does the search find a likelier text, or the same one?`,
      nextBeside: 'Look at the same beside a text that is drawn. Which one would you rather read?',
      tryWider: (width: number) => `Keep ${count(width)} here`,
      besideIdea:
        'All three texts come from the same model. The search looks for the likeliest text; **greedy** takes the likeliest token each time; the third is drawn, token by token, with the model’s own chances. A text that people write is mostly less likely than the likeliest one, because people want to say something new. (Holtzman and others found this in 2020.)',
      besideExample: (best: ToldPath, drawn: ToldPath) =>
        `The search: ${chance(best.chance)}. Drawn: ${chance(drawn.chance)}. ${timesInWords(best.chance, drawn.chance)}`,
      drawAnother: 'Draw another text. Is one of them as likely as the search’s? Probably not.',
    },

    inFull: {
      kept: '**All texts that were kept at the end**',
      steps: '**What was kept at each step**: the last token, its own chance, and the chance of the whole text',
      tokens: (name: string) => `**The tokens of “${name}”**, each with its own chance`,
      heads: { step: 'step', own: 'own', whole: 'whole text', bits: 'bits per token', from: 'from' },
      formula: 'The chance of a text is p₁ × p₂ × … × pₙ. In bits: −(log₂ p₁ + … + log₂ pₙ).',
      ended: 'ended before',
      requests: (amount: number) =>
        `-# The model was asked ${plural(amount, { one: 'time', other: 'times' })}, once for each text that it went on with. Below is the first request.`,
      skipped: (amount: number) =>
        `-# ${plural(amount, { one: 'token was', other: 'tokens were' })} left out, because each is only a part of a character, and no text can stop inside one.`,
      path: (name: string, text: string, figures: string) => `**${name}**: ${inlineCode(text)} ${figures}`,
    },
  };

  function timesInWords(more: number, less: number): string {
    if (less >= more) return 'Here the dice were lucky.';
    const shown = [more, less].map((probability) => Number((100 * probability).toPrecision(2)));
    const [from = 0, to = 0] = shown;
    if (to === 0 || less < 1e-9) return '';
    return `${number(from)} ÷ ${number(to)} = about ${timesAs(from, to)}: so many times as likely is the search’s.`;
  }
}

interface ToldFactor {
  readonly name: string;
  readonly chance: number;
}

/** What is rarer than one in a thousand, as a person can picture it. */
function rare(probability: number, { count }: Language): string {
  const one = 1 / probability;
  if (one >= 1e9) return 'less than 1 in a billion';
  return `about 1 in ${count(Number(one.toPrecision(2)))}`;
}

function chanceInPicture(probability: number, language: Language): string {
  return probability < 0.001 ? rare(probability, language) : language.percent(probability);
}
