import { inlineCode, plain } from '../../src/discord/markdown.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import type { RepeatedTokens } from '../../src/lesson/writing/repeat.js';
import { visibleText } from '../../src/tokens/visible.js';
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
  /** The end of the text is one, where it ended. */
  readonly tokens: number;
  readonly ended: boolean;
}

/** A text beside a drawn one. */
export interface ToldBeside {
  readonly best: ToldPath;
  readonly drawn: ToldPath | undefined;
  readonly isSame: boolean;
  readonly repeat: RepeatedTokens | undefined;
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
  /** In one line; of a text in which nothing is to be seen the signs for that. */
  const quoted = (text: string) => {
    const shown = text.trim() === '' ? visibleText(text) : text.trim().replace(/\r?\n/g, '↵');
    return `“${plain(shorten(shown, MAX_TEXT, 'both'))}”`;
  };
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
    note: (path: ToldPath) => {
      const shown = path.ended ? path.tokens - 1 : path.tokens;
      return [chance(path.chance), ...(shown === 0 ? [] : [tokens(shown)]), ...(path.ended ? ['ended'] : [])].join(
        ' · ',
      );
    },

    sentence({ best, width, steps, greedy, isGreedy }: ToldSearch) {
      if (best.tokens === 0) {
        return '**The search found no text**, because each token that the server names is only a part of a character.';
      }
      if (best.tokens === 1 && best.ended) {
        return `**The likeliest text ends at once** (${chance(best.chance)}). A longer text has more chances to multiply, and each one makes the product smaller.`;
      }
      const found = `**${quoted(best.text)}** has a chance of **${chance(best.chance)}**`;
      if (best.ended && best.tokens < steps) {
        return `${found} and then ends. A short text has few chances to multiply, so a search likes short texts.`;
      }
      if (width === 1) return `${found}. With one text at a time, the search always takes the likeliest token.`;
      if (greedy === undefined) return `${found}: the likeliest of all that the search looked at.`;
      if (isGreedy) return `${found}. To take the likeliest token each time gives the same text here.`;
      if (greedy.chance > best.chance) {
        return `${found}. The likeliest token each time gives ${chance(greedy.chance)}: the search dropped that text too early.`;
      }
      return `${found}, which is ${timesAsLikely(best.chance, greedy.chance)} taking the likeliest token each time (${chance(greedy.chance)}).`;
    },
    besideSentence: ({ best, drawn, isSame, repeat }: ToldBeside) => {
      if (drawn === undefined) return 'No text could be drawn here, so there is nothing to compare the search with.';
      if (isSame) return `This time the dice drew **the same text** (${chance(drawn.chance)}). Draw another one.`;
      const repeats =
        repeat === undefined
          ? ''
          : ` But it repeats itself: ${quoted(joinTokens(repeat.tokens))} comes ${repeat.places.length === 2 ? 'twice' : plural(repeat.places.length, { one: 'time', other: 'times' })}.`;
      if (best.chance <= drawn.chance) {
        return `This time the dice drew a text that is at least as likely (${chance(drawn.chance)}). Draw another one.`;
      }
      return `The search’s text is **${timesAsLikely(best.chance, drawn.chance)} the drawn one**.${repeats} Read both: which one says more?`;
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
      idea: 'The chance of a text is the product of the chances of its tokens. Nobody can try all texts. So a **beam search** lets a few texts grow side by side: at each step it looks at every way to go on, and keeps the likeliest few. The others are dropped for good (dashed in the picture).\nTranslation programs search like this. Chat programs draw instead, because the likeliest text is often short, dull, or repeats itself.',
      /** @param factors the chances of the tokens as far as they can be multiplied by hand; `isWhole`: these are all */
      example: (factors: readonly ToldFactor[], product: number, isWhole: boolean) => {
        const named = factors.map(({ name, chance: own }) => `${name} has ${percent(own)}`);
        const rounded = factors.map(({ chance: own }) => asShown(own));
        const shown = Number((100 * rounded.reduce((all, one) => all * one, 1)).toPrecision(2));
        const list = new Intl.ListFormat(language.tag).format(named);
        const sum = `${rounded.map((one) => number(one)).join(' × ')} = about ${ofHundred(shown)}`;
        return `${list.charAt(0).toUpperCase()}${list.slice(1)}. ${factors.length === 1 ? '' : `${sum}. `}${isWhole ? `That is the chance of the whole text: ${chance(product)}.` : `With all further tokens it is ${chance(product)}.`}`;
      },
      noExample: 'Nothing was found here, so there are no numbers to multiply.',
      tooRare: (product: number) =>
        `The first token has a chance of less than 1%, so the product is too small to work out by hand. The chance of the whole text is ${chance(product)}.`,
      nextToken: 'Look at the tokens that may come next: each is only a part of a character.',
      tryNextToken: 'See the next token',
      nextWider: (width: number) =>
        `Keep ${texts(width)} at each step. Does the search find a likelier text, or the same one?`,
      nextBeside: 'Look at the same beside a text that is drawn. Which one would you rather read?',
      tryWider: (width: number) => `Keep ${count(width)} here`,
      besideIdea:
        'All these texts come from the same model. The search looks for the likeliest text. **Greedy** takes the likeliest token each time. The last one is drawn, token by token, with the model’s own chances. A text that people write is mostly less likely than the likeliest one, because people want to say something new. (Holtzman and others found this in 2020.)',
      besideExample: (best: ToldPath, drawn: ToldPath, isSame: boolean) => {
        const both = `The search: ${exactly(best.chance)}. Drawn: ${exactly(drawn.chance)}.`;
        return isSame ? `${both} Both are the same text.` : `${both} ${timesInWords(best.chance, drawn.chance)}`;
      },
      drawAnother: 'Draw another text. Is one of them as likely as the search’s?',
    },

    inFull: {
      kept: '**All texts that were kept at the end**',
      steps:
        '**What was kept at each step**: the last token, its own chance, and the chance of the whole text. “From” is the place in the step before, of the text that it goes on with',
      both: (one: string, other: string) => `${one}” and “${other}`,
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

  function timesAsLikely(more: number, less: number): string {
    const times = more / less;
    if (times < 1.05) return 'a little likelier than';
    return `${times >= 1e6 ? 'over a million' : timesAs(more, less)} times as likely as`;
  }

  /** A chance with the digits that a quotient needs. */
  function exactly(probability: number): string {
    return probability < 0.001 ? rare(probability, language, 3) : ofHundred(threeDigits(100 * probability));
  }

  /** How the quotient of two chances is worked out from the figures of `exactly`. */
  function timesInWords(more: number, less: number): string {
    if (less >= more) return 'Here the dice were lucky.';
    if (more < RAREST) return 'Both are too rare for a sum.';
    const isBound = less < RAREST;
    const result = isBound
      ? `= about ${timesAs(more, RAREST)}. The search’s text is at least so many times as likely.`
      : `= about ${timesAs(more, less)}. So many times as likely is the search’s text.`;
    if (less >= 0.001) return `${number(threeDigits(100 * more))} ÷ ${number(threeDigits(100 * less))} ${result}`;
    const one = count(isBound ? 1 / RAREST : threeDigits(1 / less));
    return more < 0.001
      ? `${one} ÷ ${count(threeDigits(1 / more))} ${result}`
      : `${number(threeDigits(more))} × ${one} ${result}`;
  }
}

/** What is rarer has no figure. */
const RAREST = 1e-9;

function threeDigits(value: number): number {
  return Number(value.toPrecision(3));
}

/** A chance as a factor, with the digits that its percents show. */
function asShown(chance: number): number {
  return Number(chance.toFixed(chance < 0.0995 || chance >= 0.995 ? 3 : 2));
}

interface ToldFactor {
  readonly name: string;
  readonly chance: number;
}

/** What is rarer than one in a thousand, as a person can picture it. */
function rare(probability: number, { count }: Language, digits = 2): string {
  if (probability < RAREST) return 'less than 1 in a billion';
  return `about 1 in ${count(Number((1 / probability).toPrecision(digits)))}`;
}
