import { codeBlock } from '../../src/discord/markdown.js';
import { buttons, type Reply, text } from '../../src/discord/reply.js';
import { CUTS_FIRST } from '../../src/lesson/asking/draw-order.js';
import { factLines, otherLooks, promptBlock } from '../../src/lesson/asking/what-follows.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import { explainButton } from '../../src/lesson/explain.js';
import type { Services } from '../../src/services.js';
import { hasRanges, samplingPicture, samplingStages, samplingTable, showsCut } from './columns.js';
import { changeButton } from './form.js';
import { describeLeft } from './left.js';
import { replay, type SamplingRun } from './run.js';
import { ORDER, stepLines } from './steps.js';

/** A distribution before and after temperature and cuts, side by side, with what each step did. */
export async function presentSampling(
  run: SamplingRun,
  runId: string,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const { record, recordId, isExample } = run;
  const stages = samplingStages(run);
  const { picture } = await drawPicture(services, samplingPicture(run, stages), 'sampling', signal);
  return {
    blocks: [
      promptBlock(record),
      picture,
      text(
        `**Compare the first column with the last.** ${showsCut(stages) ? 'A token whose bar is hatched is cut: it can no longer be drawn. ' : ''}${describeLeft(run, stages)}`,
      ),
      text(codeBlock(samplingTable(run, stages))),
      text(stepLines(run, stages).join('\n')),
      text(
        [
          ...(isExample ? ['-# No cut was asked for, so top-p 0.9 is shown. **Change…** tries others.'] : []),
          ...(run.temperature === 0 ? [] : [run.order === undefined ? ORDER : `-# ${CUTS_FIRST}`]),
          ...factLines(record, hasRanges(run, stages)),
        ].join('\n'),
      ),
      buttons(changeButton(run, runId), explainButton, replay.button(recordId)),
      await otherLooks(record, services, 'nextword', 'temperature', 'dice', 'generate'),
    ],
  };
}
