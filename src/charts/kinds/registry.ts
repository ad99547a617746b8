import { attentionArcs } from './attention-arcs/attention-arcs.js';
import { barColumns } from './bar-columns/bar-columns.js';
import { beamLattice } from './beam-lattice/beam-lattice.js';
import { branchTree } from './branch-tree/branch-tree.js';
import { contextWindow } from './context-window/context-window.js';
import { countBars } from './count-bars/count-bars.js';
import { courseMap } from './course-map/course-map.js';
import { curve } from './curve/curve.js';
import { drawStep } from './draw-step/draw-step.js';
import { endingStacks } from './ending-stacks/ending-stacks.js';
import { gainRows } from './gain-rows/gain-rows.js';
import { gapText } from './gap-text/gap-text.js';
import { guessRows } from './guess-rows/guess-rows.js';
import { heatMap } from './heat-map/heat-map.js';
import { likenessBars } from './likeness-bars/likeness-bars.js';
import { mergeRow } from './merge-row/merge-row.js';
import type { AnyPicture, PictureKind } from './picture-kind.js';
import { probabilityBars } from './probability-bars/probability-bars.js';
import { probabilityStrip } from './probability-strip/probability-strip.js';
import { rollCounts } from './roll-counts/roll-counts.js';
import { scatter } from './scatter/scatter.js';
import { swappedTexts } from './swapped-texts/swapped-texts.js';
import { textRows } from './text-rows/text-rows.js';
import { tokenStrip } from './token-strip/token-strip.js';
import { twoQuestions } from './two-questions/two-questions.js';
import { winRates } from './win-rates/win-rates.js';
import { windowRows } from './window-rows/window-rows.js';

/** Every kind of picture; how each is drawn stands in `worker/renderers.ts`. */
export const PICTURE_KINDS = [
  tokenStrip,
  probabilityBars,
  barColumns,
  drawStep,
  rollCounts,
  countBars,
  probabilityStrip,
  branchTree,
  beamLattice,
  curve,
  textRows,
  attentionArcs,
  guessRows,
  swappedTexts,
  heatMap,
  likenessBars,
  scatter,
  twoQuestions,
  endingStacks,
  contextWindow,
  windowRows,
  mergeRow,
  winRates,
  gapText,
  gainRows,
  courseMap,
] as const;

type PictureOf<Kind> = Kind extends PictureKind<infer P> ? P : never;

/** What to draw. Plain data only: it is copied to a worker thread. Labels arrive with whitespace already made visible. */
export type Picture = PictureOf<(typeof PICTURE_KINDS)[number]> & Pick<AnyPicture, 'room'>;

const byName = new Map<string, PictureKind<AnyPicture>>(PICTURE_KINDS.map((kind) => [kind.kind, kind]));

/**
 * What is known of the picture's kind.
 *
 * @throws RangeError when there is no such kind, as where a picture was stored by another version
 */
export function kindOf<P extends Picture>(picture: P): PictureKind<P> {
  const kind = byName.get(picture.kind);
  if (!kind) throw new RangeError(`No picture is of the kind ${picture.kind}.`);
  return kind as PictureKind<P>;
}
