import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { fromLogarithm } from '../../src/sampling/scientific.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/options` says. Markdown, save for descriptions, labels, and what stands in pictures and tables. */
export const optionsWords = defineWords({ en });

export type OptionsWords = ReturnType<typeof optionsWords>;

/** Two answers of which one is said to come before the other; markdown without quotation marks. */
interface Two {
  readonly first: string;
  readonly second: string;
}

/** An answer with its part of all; in [0, 1]. */
interface Leader {
  /** As markdown. */
  readonly answer: string;
  readonly share: Interval;
  readonly count: number;
}

const NOT_KNOWN = 'not known';

function en(language: Language) {
  const { count, decimals, percent, percentRange, plural, number } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
  const these = (amount: number) => NUMBERS[amount] ?? count(amount);
  const range = ({ low, high }: Interval) => {
    if (language.isPercentRange({ low, high })) return `between ${percent(low)} and ${percent(high)}`;
    return percentRange(low, high).replace(/^< /, 'less than ').replace(/^> /, 'more than ');
  };

  /** A chance by its natural logarithm, as people say it: `31%`, `1 in 4,500`, `1 in 2.3 million`. */
  const oneIn = (logprob: number): string => {
    if (logprob >= Math.log(0.01)) return percent(Math.min(1, Math.exp(logprob)));
    if (logprob === Number.NEGATIVE_INFINITY) return percent(0);
    const times = Math.exp(-logprob);
    const two = (value: number) => count(Number(value.toPrecision(2)));
    if (times < 999_500) return `1 in ${two(times)}`;
    if (times < 999.5e6) return `1 in ${two(times / 1e6)} million`;
    if (times < 999.5e9) return `1 in ${two(times / 1e9)} billion`;
    if (times < 999.5e12) return `1 in ${two(times / 1e12)} trillion`;
    return `1 in 10${superscript(Math.round(-logprob / Math.LN10))}`;
  };
  const chance = ({ low, high }: Interval): string => {
    const [least, most] = [oneIn(low), oneIn(high)];
    if (least === most) return most;
    if (low === Number.NEGATIVE_INFINITY) return high >= 0 ? NOT_KNOWN : `at most ${most}`;
    return `between ${least} and ${most}`;
  };

  /** A probability by its natural logarithm with so many digits: `0.0234`, or `2.34 × 10⁻⁷`. */
  const figure = (logprob: number, digits: number): string => {
    if (logprob === Number.NEGATIVE_INFINITY) return '0';
    if (logprob > Math.log(1e-4)) return number(Number(Math.exp(logprob).toPrecision(digits)));
    const { mantissa, exponent } = fromLogarithm(logprob);
    const isRoundedUp = Number(mantissa.toFixed(digits - 1)) >= 10;
    const [shown, power] = isRoundedUp ? [1, exponent + 1] : [mantissa, exponent];
    return `${decimals(shown, digits - 1)} × 10${superscript(power)}`;
  };
  const figuresWith =
    (digits: number) =>
    ({ low, high }: Interval): string => {
      const [least, most] = [figure(low, digits), figure(high, digits)];
      return least === most ? most : `${least} to ${most}`;
    };
  const figures = figuresWith(3);
  /** With a digit more, so that whoever multiplies the factors comes to the product that is shown. */
  const factorOf = (factor: Interval) => bracketed(figuresWith(4)(factor));

  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Compare whole answers: how likely does the model go on with each of them?',
    prompt: (standard: string) => `A text that the answers stand behind (default: ${standard})`,
    answers: (standard: string) => `Two to eight, with commas between them, or with | (default: ${standard})`,
    link: 'Options',
    hint: 'How likely is each whole answer: yes, no, maybe?',
    /** What is asked where nobody wrote anything. */
    standardPrompt: 'Is the sky blue? Answer:',
    standard: 'yes, no, maybe',
    standardReplies: 'Yes, No, Maybe',
    scored: (done: number, all: number) => `Asking how likely each answer is: ${count(done)} of ${count(all)}…`,

    /** Plain text in the picture. */
    title: 'Which answer is the likeliest?',
    subtitle: (amount: number) => `Bars: how much each has of these ${these(amount)} together`,
    contents: (amount: number) =>
      `For each answer its part of what these ${these(amount)} have together, and in brackets its own chance`,
    own: (logprob: Interval) => {
      const shown = chance(logprob)
        .replace(/^at most /, '≤ ')
        .replace(/^between (.*) and (.*)$/, '$1 – $2');
      return `own chance ${shown}`;
    },
    noShare: NOT_KNOWN,

    leads: ({ answer, share, count: amount }: Leader, isSure: boolean) =>
      `**Of these ${these(amount)}, “${answer}” is the likeliest${isSure ? '' : ', as far as is known'}** (${range(share)}).`,
    nearlyAll: ({ answer, share, count: amount }: Leader) =>
      `**Of these ${these(amount)}, it is almost surely “${answer}”** (${range(share)}).`,
    rivals: ({ first, second }: Two, shares: readonly [Interval, Interval]) =>
      `**“${first}” and “${second}” are close** (${range(shares[0])} and ${range(shares[1])}).`,
    nothing:
      '**None of these answers is among the tokens that the server lists,** so nothing is known of their chances.',
    together: (any: Interval, amount: number) => {
      const all = amount === 2 ? 'Both' : `All ${these(amount)}`;
      if (chance(any) === NOT_KNOWN) return 'What they have together is not known.';
      if (any.high < Math.log(0.1)) {
        return `${all} together have only ${chance(any)}: mostly the text goes on in another way.`;
      }
      if (any.low > Math.log(0.5)) {
        return `${all} together have ${chance(any)}, so the model expects one of them.`;
      }
      return `${all} together have ${chance(any)}.`;
    },
    tokenLeads: (answer: string, amount: number) =>
      `But **“${answer}”** is longer (${tokens(amount)}): its tokens are the likeliest on average.`,
    tokenOrder: ({ first, second }: Two) =>
      `“${first}” has more tokens than “${second}”: on average they are likelier.`,
    within: (longer: string, shorter: string) =>
      `“${longer}” begins with “${shorter}”: its chance is a part of that one’s.`,
    repeated: (list: readonly string[]) =>
      `${list.map((answer) => `“${plain(answer)}”`).join(', ')} stood there more than once, and counts once.`,

    change: 'Other answers',
    changeTitle: 'Which answers?',
    changeField: 'Two to eight, with commas or | between them',
    spellings: (answer: string) => `Spell “${answer}” otherwise`,
    asQuestion: 'Ask it as a question',
    asQuestionHint: 'How likely does the reply begin with each answer?',
    asText: 'Let the text go on',
    asTextHint: 'How likely do the answers stand behind the text?',
    look: (answer: string) => `Tokens of “${answer}”`,
    lookHint: (amount: number, logprob: Interval) => `${tokens(amount)}, ${chance(logprob)}`,
    reply: 'the beginning of a reply',

    /** What only who looks at one answer is told. */
    seen: (answer: string, amount: number) => `**“${answer}” has ${tokens(amount)}**`,
    seenHeads: ['chance', 'as a number'],
    product: (factors: readonly Interval[], leftOut: number, product: Interval) => {
      const told = `**${figures(product)}**, or ${chance(product)}.`;
      if (factors.length === 1 && leftOut === 0) return `Its chance is ${told}`;
      const written = [...factors.map(factorOf), ...(leftOut === 0 ? [] : ['…'])];
      return `Its chance is the product: ${written.join(' × ')} = ${told}`;
    },
    shareOf: (share: Interval | undefined, amount: number) =>
      share === undefined ? '' : `Of what these ${these(amount)} answers have together, it has ${range(share)}.`,
    mean: (perToken: Interval, amount: number) =>
      amount === 1
        ? ''
        : `On average its tokens have ${figures(perToken)}: ${count(amount)} such factors have the same product.`,

    idea: 'A model gives chances to **tokens**. The chance of a whole answer is a **product**: the chance of its first token, times that of the second one after it, and so on. So a longer answer is mostly less likely.\nThe bars **compare only these answers**. The model can write much else: look at each own chance, too.',
    example: (shown: {
      answer: string;
      factors: readonly { readonly label: string; readonly logprob: Interval }[];
      leftOut: number;
      logprob: Interval;
      sum: Interval;
      share: Interval | undefined;
    }) => {
      const factors = shown.factors.map(({ label, logprob }) => `${inlineCode(label)} ${factorOf(logprob)}`);
      const all = [...factors, ...(shown.leftOut === 0 ? [] : ['…'])].join(' × ');
      const product =
        shown.factors.length === 1 && shown.leftOut === 0 ? all : `${all} = **${figures(shown.logprob)}**`;
      const part =
        shown.share === undefined
          ? ''
          : `\nAll of these answers sum to ${figures(shown.sum)}. Its part: ${bracketed(figures(shown.logprob))} ÷ ${bracketed(figures(shown.sum))} = **${percentRange(shown.share.low, shown.share.high)}**.`;
      return `“${shown.answer}”: ${product}.${part}`;
    },
    nextSpellings: 'Spell it in other ways. For people that is the same answer. Is it for the model, too?',
    nextWord: 'See which tokens the model expects behind this text. Are your answers among them?',

    /** In **Details**. */
    heads: ['own chance', 'as a number', 'part of these', 'per token', 'tokens'],
    logFigures: figures,
    chance,
    sum: (any: Interval, sum: Interval) =>
      `**Any of them: ${chance(any)}** (${figures(any)}). The own chances are absolute. The parts are those chances divided by their sum, ${figures(sum)}.`,
    meanIs:
      'Per token: the average of the tokens’ probabilities that fits a product (the geometric mean), which is the own probability to the power of 1 ÷ the number of tokens. It takes the length out of the comparison, but nothing says that this is fairer.',
    exactly: (list: readonly string[]) =>
      `Scored were exactly these texts: ${list.map((one) => inlineCode(one)).join(' ')}`,
    anythingBehind:
      'Whatever comes behind an answer counts in: “no” also stands for “no, but …”. An answer that is cut into other tokens than usual does not count.',
    moved: (end: string) =>
      `The end ${inlineCode(end)} of the prompt shares a token with an answer. So it counts as part of each answer, and all are scored from there.`,
    ranges:
      'Where a token is not among those that the server lists, it is only known how likely it can be at most. So some figures are ranges.',
    requests: (amount: number) => `The server was asked in ${plural(amount, { one: 'request', other: 'requests' })}.`,
  };
}

function bracketed(figure: string): string {
  return /[ ]/.test(figure) ? `(${figure})` : figure;
}

function superscript(exponent: number): string {
  return String(exponent).replace(/[-\d]/g, (sign) => (sign === '-' ? '⁻' : ('⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)] ?? '')));
}
