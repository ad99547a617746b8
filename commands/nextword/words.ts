import { inlineCode } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/nextword` says. Markdown, save for descriptions, labels, notes and titles. */
export const nextwordWords = defineWords({ en });

function en({ percent, bits, decimals, plural }: Language) {
  const atMost = (probability: number, isBound: boolean) => `${isBound ? 'at most ' : ''}${percent(probability)}`;
  return {
    description: 'Chart how likely each next token is, and go on token by token',
    link: 'Next word',
    subtitle: (model: string, sampling: string) => `${model} · ${sampling}`,
    entropy: (entropy: string, isCut: boolean) =>
      `Entropy${isCut ? ' before the cut' : ''}: **${entropy}** (0: certain; each bit more doubles the choice)`,
    percentages: '-# Percentages: before the cut → what is drawn from.',
    topPUnsure: (topP: number) =>
      `-# Top-p ${topP} may keep some of the tokens that the endpoint did not list and cut others, so what is drawn from is not known exactly.`,
    listsOnly: (tokens: number) => `-# The endpoint lists only ${plural(tokens, { one: 'token', other: 'tokens' })}.`,
    temperatureHere:
      '-# The temperature is applied here, to the model’s own probabilities; a range appears because the endpoint tells only the most likely tokens.',
    source: (model: string, route: string, path: string, sampling: string) =>
      `-# ${model} · ${route} (/v1${path}) · ${sampling}`,
    path: (
      leftOut: number,
      steps: readonly { readonly label: string; readonly probability: number; readonly isBound: boolean }[],
    ) =>
      `Path: ${leftOut > 0 ? `… ${leftOut} before → ` : ''}${steps
        .map(({ label, probability, isBound }) => `${inlineCode(label)} ${atMost(probability, isBound)}`)
        .join(' → ')}`,
    /** Where one of a path's probabilities is a bound, their product is one. */
    pathProbability: (leastBits: number, isBound: boolean) => {
      const probability = leastBits < 10 ? percent(2 ** -leastBits) : `2^−${decimals(leastBits, 2)}`;
      const start = '-# Probability of exactly this path at temperature 1: ';
      return isBound
        ? `${start}at most ${probability} (at least ${bits(leastBits)})`
        : `${start}${probability} (${bits(leastBits)})`;
    },
    added: (label: string) => `Added: ${label}`,
    drawn: (label: string, others: number) =>
      `Drawn: ${label}${others === 0 ? '' : ` and the ${others === 1 ? 'one after it that makes' : `${others} after it that make`} the character whole`}`,
    drawnEnd: 'Drawn: the end of the text. The model would stop here; roll again to let it go on, or undo.',
    add: (label: string) => `Add “${label}”`,
    wouldEnd: (label: string) => `${label} would end the text`,
    roll: (temperature: number) => `Roll at temperature ${temperature}`,
    undo: 'Undo',
    temperatures: 'Temperature…',
    temperature: (temperature: number) => `Temperature ${temperature}`,
  };
}
