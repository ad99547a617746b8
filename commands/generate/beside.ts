import type { ProbabilityStrip } from '../../src/charts/kinds/probability-strip/probability-strip.js';
import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, picture, text } from '../../src/discord/reply.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import { linkTo, row, type View } from '../../src/lesson/command/view.js';
import { quote, shownText } from '../../src/lesson/text/shown-text.js';
import { lessonWords } from '../../src/lesson/words.js';
import { addedLabel, ownProbability, tokensOf } from '../../src/lesson/writing/written-text.js';
import { partingOf, repeatIn, SHORTEST_REPEAT } from './parting.js';
import type { KeptText } from './result.js';
import { perplexityOf } from './step-facts.js';
import { generateWords } from './words.js';

/** A text that was just written, and the one that it was written beside. */
export interface Beside {
  readonly written: KeptText;
  readonly beside: KeptText;
}

/** Greedy and sampled, one below the other, with what tells them apart in words. */
export function viewBeside({ written, beside }: Beside, { runId, locale }: Place): View {
  const words = generateWords(locale);
  const isGreedy = written.temperature === 0;
  const [sampled, greedy] = isGreedy ? [beside, written] : [written, beside];
  const pair = { sampled: sampled.steps, greedy: greedy.steps };
  return {
    blocks: [
      text(quote(greedy.prompt)),
      ...sideBlocks(sampled, 'sampled', locale),
      ...sideBlocks(greedy, 'greedy', locale),
      text([words.parting(partingOf(pair)), describeRepeats(greedy, sampled, locale)].join('\n')),
      text(noteLines(greedy, sampled, locale).join('\n')),
      row({ action: 'watch', runId, label: words.watch(isGreedy) }, explainButton(runId, locale), linkTo('details')),
    ],
  };
}

function sideBlocks(side: KeptText, name: 'sampled' | 'greedy', locale: string): Block[] {
  const words = generateWords(locale);
  const title = words.sides[name];
  const { steps, broken } = side;
  const tokens = tokensOf(steps);
  return [
    text(
      [
        words.side(title, lessonWords(locale).sampling(side), tokens.length, perplexityOf(steps)),
        codeBlock(shownText(joinTokens(tokens))),
        ...(broken === undefined ? [] : [words.sideBreaksOff(sentenceOf(broken, locale))]),
      ].join('\n'),
    ),
    picture(name, stripOf(side, words.sideTitle(title), locale)),
  ];
}

function stripOf({ steps }: KeptText, title: string, locale: string): ProbabilityStrip {
  return {
    kind: 'probability-strip',
    title,
    tokens: steps.map((step, at) => {
      const { low, high } = ownProbability(step);
      const isKnown = low === high;
      return {
        label: addedLabel(steps, at) ?? generateWords(locale).end,
        probability: isKnown || high < 1 ? high : undefined,
        bound: !isKnown,
        breakAfter: step.token.text.endsWith('\n'),
      };
    }),
  };
}

/** Whether greedy runs in circles, by the longest run of tokens that comes back. */
function describeRepeats(greedy: KeptText, sampled: KeptText, locale: string): string {
  const words = generateWords(locale);
  const loop = repeatIn(greedy.steps);
  if (loop !== undefined) return words.repeats(loop, repeatIn(sampled.steps));
  return words.noRepeat(SHORTEST_REPEAT, tokensOf(greedy.steps).length, !greedy.ended);
}

function noteLines(greedy: KeptText, sampled: KeptText, locale: string): string[] {
  const words = generateWords(locale);
  return [
    words.colours,
    words.again(sampled.seed !== undefined),
    ...(greedy.isOwn && sampled.isOwn ? [] : [`-# ${lessonWords(locale).takesNoTemperature}`]),
  ];
}
