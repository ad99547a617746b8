import type { BarCell, BarColumns } from '../../src/charts/picture.js';
import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { visibleEnd } from '../../src/lesson/text/text-end.js';
import type { Services } from '../../src/services.js';
import { formatPercentRange } from '../../src/words/format.js';
import { type FirstTokens, TIED } from './first.js';
import type { Comparison } from './run.js';
import { pairTable } from './verdict.js';

/** How much of the prompt the picture's title has room for. */
const MAX_TITLE = 32;

/** The picture of the first token, the same figures in text, and how far apart the columns are. */
export async function firstTokenBlocks(
  comparison: Comparison,
  firsts: FirstTokens,
  signal: AbortSignal,
  services: Services,
): Promise<Block[]> {
  const { rows, columns, pairs } = firsts;
  if (columns.length === 0) return [];
  const isTempered = comparison.what === 'temperatures';
  const picture: BarColumns = {
    kind: 'bar-columns',
    title: `The first token after “${visibleEnd(comparison.prompt, MAX_TITLE)}”`,
    subtitle: isTempered
      ? 'one distribution, reshaped by each temperature'
      : 'the model’s own probabilities, at temperature 1',
    rows,
    columns,
  };
  const titles = columns.map(({ title }) => title);
  const table = figureTable(
    titles,
    rows.map(({ label, hidden }, row) => ({
      figures: columns.map(({ cells }) => figureOf(cells[row])),
      label: `${label}${hidden ? ' together' : ''}`,
    })),
  );
  return [
    ...(await drawUnlessStopped(picture, signal, services)),
    text(`${isTempered ? `${LOOK} ${RESHAPED}` : LOOK}\n${codeBlock(table)}`),
    text(
      [...(pairs.length === 0 ? [] : [`${APART}\n${codeBlock(pairTable(pairs, titles))}`]), ...rangeLines(firsts)].join(
        '\n',
      ),
    ),
  ];
}

const LOOK =
  '**Compare the columns:** each has the first token’s chances under one setting, and an arrow at the token that its text begins with.';

const RESHAPED =
  'The model computes the same distribution each time; the temperature only reshapes it before the draw.';

const APART =
  '**How far apart** they are, over all tokens: an overlap of 100% or a Jensen–Shannon divergence (JS) of 0 bits is no difference at all.';

/** Somebody who stopped this does not wait for a picture, and keeps everything else. */
async function drawUnlessStopped(picture: BarColumns, signal: AbortSignal, services: Services): Promise<Block[]> {
  if (signal.aborted) return [];
  try {
    return [(await drawPicture(services, picture, 'compare', signal)).picture];
  } catch (error) {
    if (!signal.aborted || !(signal.reason instanceof UserError)) throw error;
    return [];
  }
}

function figureOf(cell: BarCell | undefined): string {
  return cell === undefined ? '' : formatPercentRange(cell.probability.low, cell.probability.high);
}

const RANGES =
  'A range, in the picture a whisker, stands where a figure depends on tokens that the endpoint does not list.';

const TIES = 'At T = 0 several tokens are tied, and which of them is taken is the server’s own affair.';

/** Where ranges come from, in the small print. */
function rangeLines({ columns, pairs }: FirstTokens): string[] {
  const cells = columns.flatMap((column) => column.cells.flatMap((cell) => cell ?? []));
  const isRange = (figure: string) => figure.includes('–');
  const hasRanges =
    cells.some((cell) => cell.note !== TIED && isRange(figureOf(cell))) ||
    pairs.some(({ overlap }) => isRange(formatPercentRange(overlap.low, overlap.high)));
  const isTied = cells.some(({ note }) => note === TIED);
  return [...(hasRanges ? [`-# ${RANGES}`] : []), ...(isTied ? [`-# ${TIES}`] : [])];
}
