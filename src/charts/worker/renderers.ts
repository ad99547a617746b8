import { renderAttentionArcs } from '../kinds/attention-arcs/render-attention-arcs.js';
import { renderBarColumns } from '../kinds/bar-columns/render-bar-columns.js';
import { renderBeamLattice } from '../kinds/beam-lattice/render-beam-lattice.js';
import { renderBranchTree } from '../kinds/branch-tree/render-branch-tree.js';
import { renderContextWindow } from '../kinds/context-window/render-context-window.js';
import { renderCountBars } from '../kinds/count-bars/render-count-bars.js';
import { renderCourseMap } from '../kinds/course-map/render-course-map.js';
import { renderCurve } from '../kinds/curve/render-curve.js';
import { renderDrawStep } from '../kinds/draw-step/render-draw-step.js';
import { renderEndingStacks } from '../kinds/ending-stacks/render-ending-stacks.js';
import { renderGainRows } from '../kinds/gain-rows/render-gain-rows.js';
import { renderGapText } from '../kinds/gap-text/render-gap-text.js';
import { renderGuessRows } from '../kinds/guess-rows/render-guess-rows.js';
import { renderHeatMap } from '../kinds/heat-map/render-heat-map.js';
import { renderLikenessBars } from '../kinds/likeness-bars/render-likeness-bars.js';
import { renderMergeRow } from '../kinds/merge-row/render-merge-row.js';
import { renderProbabilityBars } from '../kinds/probability-bars/render-probability-bars.js';
import { renderProbabilityStrip } from '../kinds/probability-strip/render-probability-strip.js';
import type { Picture } from '../kinds/registry.js';
import type { Renderer } from '../kinds/renderer.js';
import { renderRollCounts } from '../kinds/roll-counts/render-roll-counts.js';
import { renderScatter } from '../kinds/scatter/render-scatter.js';
import { renderSwappedTexts } from '../kinds/swapped-texts/render-swapped-texts.js';
import { renderTextRows } from '../kinds/text-rows/render-text-rows.js';
import { renderTokenStrip } from '../kinds/token-strip/render-token-strip.js';
import { renderTwoQuestions } from '../kinds/two-questions/render-two-questions.js';
import { renderWinRates } from '../kinds/win-rates/render-win-rates.js';
import { renderWindowRows } from '../kinds/window-rows/render-window-rows.js';

/** How each kind in `kinds/registry.ts` is drawn. */
const RENDERERS: { readonly [Kind in Picture['kind']]: Renderer<Extract<Picture, { readonly kind: Kind }>> } = {
  'token-strip': renderTokenStrip,
  'probability-bars': renderProbabilityBars,
  'bar-columns': renderBarColumns,
  'draw-step': renderDrawStep,
  'roll-counts': renderRollCounts,
  'count-bars': renderCountBars,
  'probability-strip': renderProbabilityStrip,
  'branch-tree': renderBranchTree,
  'beam-lattice': renderBeamLattice,
  'text-rows': renderTextRows,
  curve: renderCurve,
  'attention-arcs': renderAttentionArcs,
  'guess-rows': renderGuessRows,
  'swapped-texts': renderSwappedTexts,
  'heat-map': renderHeatMap,
  'likeness-bars': renderLikenessBars,
  scatter: renderScatter,
  'two-questions': renderTwoQuestions,
  'ending-stacks': renderEndingStacks,
  'context-window': renderContextWindow,
  'window-rows': renderWindowRows,
  'merge-row': renderMergeRow,
  'win-rates': renderWinRates,
  'gap-text': renderGapText,
  'gain-rows': renderGainRows,
  'course-map': renderCourseMap,
};

/** What draws the picture. */
export function rendererOf(picture: Picture): Renderer<Picture> {
  return RENDERERS[picture.kind] as Renderer<Picture>;
}
