import type { TrainingLog } from '../src/tiny-model/training/model-files.js';

/** What the card tells of a directory with models, besides how they were trained. */
export interface CardFigures {
  readonly log: TrainingLog;
  /** Tokens of the vocabulary. */
  readonly vocabulary: number;
  /** Of the corpus. */
  readonly documents: number;
  readonly corpusBytes: number;
  /** All files of weights together. */
  readonly weightBytes: number;
}

const START = '<!-- figures -->';
const END = '<!-- /figures -->';

const count = (amount: number) => amount.toLocaleString('en-US');
const bits = (loss: number) => loss.toFixed(3);
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * The card with the figures of training in the place that it has for them.
 *
 * @throws Error when it has no such place
 */
export function fillCard(card: string, figures: CardFigures): string {
  const [start, end] = [card.indexOf(START), card.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`The card has no place between ${START} and ${END}.`);
  return `${card.slice(0, start + START.length)}\n${tableOf(figures)}\n${card.slice(end)}`;
}

function tableOf({ log, vocabulary, documents, corpusBytes, weightBytes }: CardFigures): string {
  const { base, tuned, preferred } = log;
  const rows: (readonly [what: string, figure: string])[] = [
    ['corpus', `${count(documents)} documents, ${megabytes(corpusBytes)}`],
    ['vocabulary', `${count(vocabulary)} tokens`],
    ['all files of weights', megabytes(weightBytes)],
  ];
  if (base !== undefined) {
    rows.push(
      ['parameters', count(base.parameters)],
      ['base: tokens to learn from, held back', `${count(base.trainingTokens)}, ${count(base.heldOutTokens)}`],
      ['base: steps', count(base.steps)],
      ['base: bits per byte at the end, in training', lastLoss(base.losses, 'training')],
      ['base: bits per byte at the end, held back', lastLoss(base.losses, 'heldOut')],
    );
  }
  if (tuned !== undefined) {
    rows.push(
      ['tuned: steps', count(tuned.steps)],
      ['tuned: bits per byte of answers at the end, held back', lastLoss(tuned.losses, 'heldOut')],
    );
  }
  const last = preferred?.entries.at(-1);
  if (preferred !== undefined && last !== undefined) {
    rows.push(
      ['preferred: pairs to learn from, held back', `${count(preferred.pairs)}, ${count(preferred.heldOutPairs)}`],
      ['preferred: steps', count(last.step)],
      ['preferred: pairs held back that it got right', `${Math.round(100 * last.heldOutRight)}%`],
    );
  }
  return ['| | |', '|---|---|', ...rows.map(([what, figure]) => `| ${what} | ${figure} |`)].join('\n');
}

function lastLoss(
  losses: readonly { readonly training: number; readonly heldOut?: number }[],
  which: 'training' | 'heldOut',
): string {
  const loss = losses.findLast((entry) => entry[which] !== undefined)?.[which];
  return loss === undefined ? 'not measured' : bits(loss);
}
