import { plain } from '../../src/discord/markdown.js';
import { type Block, type GoOnEntry, picture, text } from '../../src/discord/reply.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedText } from '../../src/lesson/text/asked-line.js';
import { shownText } from '../../src/lesson/text/shown-text.js';
import { lessonWords } from '../../src/lesson/words.js';
import { tokensOf } from '../../src/lesson/writing/written-text.js';
import { type Pair, partingOf, repeatIn } from './parting.js';
import { partingTree } from './parting-tree.js';
import type { GenerateResult, KeptText } from './result.js';
import { generateWords } from './words.js';

/** A text that was just written, and the one that it was written beside. */
export interface Beside {
  readonly written: KeptText;
  readonly beside: KeptText;
}

/** Which of two texts: the parts of a result that stand side by side. */
export type Side = keyof Pair;

/** Greedy and drawn, one below the other, and where they part. */
export function viewBeside(both: Beside, place: Place): View {
  const { runId, locale } = place;
  const { sampled, greedy } = sidesOf(both);
  const words = generateWords(locale);
  const shared = lessonWords(locale);
  const parting = partingOf({ sampled: sampled.steps, greedy: greedy.steps }, locale);
  const loop = repeatIn(greedy.steps);
  return layOut(
    {
      asked: askedText(greedy.prompt),
      body: [...sideBlocks(sampled, 'sampled', locale), ...sideBlocks(greedy, 'greedy', locale)],
      picture:
        parting.how === 'equal' ? undefined : picture('parting', partingTree({ sampled, greedy }, parting, locale)),
      sentence: [
        words.parting(parting),
        ...(loop === undefined ? [] : [words.repeats(loop, repeatIn(sampled.steps))]),
      ].join(' '),
      buttons: [{ action: 'watch', runId, label: words.watch(both.written.temperature === 0), style: 'primary' }],
      goOn: (['sampled', 'greedy'] as const).map((side) => detailsEntry(side, place)),
      smallPrint: shared.smallPrint(
        (greedy.answer ?? sampled.answer)?.model ?? greedy.model,
        sampled.seed === undefined ? undefined : words.seedUsed(sampled.seed),
      ),
    },
    place,
  );
}

/** Which text is which. */
export function sidesOf({ written, beside }: Beside): Record<Side, KeptText> {
  return written.temperature === 0 ? { sampled: beside, greedy: written } : { sampled: written, greedy: beside };
}

/** The side that a link names; undefined for anything else. */
export function sideNamed({ text: written, beside }: GenerateResult, value: string | undefined): KeptText | undefined {
  if (beside === undefined || (value !== 'sampled' && value !== 'greedy')) return undefined;
  return sidesOf({ written, beside })[value];
}

function detailsEntry(side: Side, { runId, locale }: Place): GoOnEntry {
  const words = generateWords(locale);
  const to = { command: 'details', action: 'from', runId, value: `generate.${side}` };
  return { ...to, label: words.detailsOf[side], description: words.detailsHint };
}

function sideBlocks(side: KeptText, name: Side, locale: string): Block[] {
  const words = generateWords(locale);
  const { steps, broken } = side;
  return [
    text(
      [
        words.side(words.sides[name], lessonWords(locale).sampling(side)),
        plain(shownText(joinTokens(tokensOf(steps)).trim())) || words.nothingAdded,
        ...(broken === undefined ? [] : [words.sideBreaksOff(sentenceOf(broken, locale))]),
      ].join('\n'),
    ),
  ];
}
