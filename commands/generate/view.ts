import { codeBlock } from '../../src/discord/markdown.js';
import { animation, type ButtonsBlock, besideAnimation, buttons, picture, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import { linkTo, row, type View, type ViewBlock } from '../../src/lesson/command/view.js';
import { shownText } from '../../src/lesson/text/shown-text.js';
import { lessonWords } from '../../src/lesson/words.js';
import { textUpTo, tokensOf } from '../../src/lesson/writing/written-text.js';
import { viewBeside } from './beside.js';
import { type GenerateResult, type KeptText, stepOf } from './result.js';
import { pathOf, perplexityOf, stepFacts } from './step-facts.js';
import { ANIMATED_STEPS, countFrames, stepFrames, stepPicture } from './step-picture.js';
import { stepRows } from './step-rows.js';
import { generateWords } from './words.js';

/** What is shown of a text: the animation of its first steps, one step (from 1 on), or the text alone. */
type Sight = number | 'animation' | 'text';

/** A text and how it was written, or two texts side by side. */
export function viewGenerate(result: GenerateResult, place: Place): View {
  const { text: written, beside } = result;
  if (beside !== undefined) return viewBeside({ written, beside }, place);
  return written.broken === undefined ? viewAnimation(result, place) : viewAround(written, 'text', [], place);
}

/** A text with the animation of its first steps. */
export function viewAnimation({ text: written }: GenerateResult, place: Place): View {
  const { locale } = place;
  const { steps, temperature } = written;
  if (steps.length === 0) return viewAround(written, 'text', [], place);
  const rounds = (animated?: number) => text(generateWords(locale).rounds(temperature === 0, steps.length, animated));
  return viewAround(
    written,
    'animation',
    [
      animation({
        name: 'writing',
        frames: () => stepFrames(written, locale),
        count: countFrames(written),
        still: stepPicture(written, 1, stepRows(written, 1, locale), locale),
      }),
      besideAnimation({
        there: [rounds(steps.length > ANIMATED_STEPS ? ANIMATED_STEPS : undefined)],
        missing: [rounds()],
      }),
    ],
    place,
  );
}

/** One step of a text, which the pressed button names: what it was drawn from. */
export function viewStep({ text: written }: GenerateResult, place: Place): View {
  const { locale } = place;
  const step = stepOf(written, place.value);
  const rows = stepRows(written, step, locale);
  return viewAround(
    written,
    step,
    [
      picture(`step-${step}`, stepPicture(written, step, rows, locale)),
      text(generateWords(locale).step(stepFacts(written, step, rows))),
      ...(rows === undefined ? [] : [text(codeBlock(rows.lines.join('\n')))]),
    ],
    place,
  );
}

/** What stands above and below every sight of a text. */
function viewAround(written: KeptText, sight: Sight, blocks: readonly ViewBlock[], place: Place): View {
  const { locale, runId } = place;
  const { steps, broken, temperature } = written;
  const words = generateWords(locale);
  const isGreedy = temperature === 0;
  const isStep = typeof sight === 'number';
  return {
    tone: broken === undefined ? 'normal' : 'error',
    blocks: [
      text(codeBlock(shownText(textUpTo(written, isStep ? sight : steps.length)))),
      ...blocks,
      ...(isStep ? [] : [text(steps.length === 0 ? words.nothingAdded : words.path(isGreedy, pathOf(written)))]),
      ...(broken === undefined ? [] : [text(words.breaksOff(steps.length, sentenceOf(broken, locale)))]),
      text(factLines(written, locale).join('\n')),
      ...(steps.length === 0 ? [] : [stepButtons(written, sight, place)]),
      row(
        { action: 'beside', runId, label: words.beside(isGreedy), style: 'primary' },
        linkTo('fork'),
        explainButton(runId, locale),
        linkTo('details'),
      ),
      { kind: 'go-on-links', entries: [], part: isStep ? String(sight) : undefined },
    ],
  };
}

function factLines(written: KeptText, locale: string): string[] {
  const { steps, answer, endpoint, seed, temperature, ended, isOwn, maxTokens, order } = written;
  const words = generateWords(locale);
  const shared = lessonWords(locale);
  return [
    ...(ended && steps.length < maxTokens ? [words.endedItself] : []),
    ...(order === undefined ? [] : [`-# ${shared.cutsFirst}`]),
    ...(isOwn ? [] : [`-# ${shared.takesNoTemperature}`]),
    words.facts({
      model: answer && shared.model(answer.model, endpoint),
      sampling: shared.sampling(written),
      isGreedy: temperature === 0,
      seed,
      amount: tokensOf(steps).length,
      perplexity: perplexityOf(steps),
    }),
  ];
}

/** Presses carry the step that they lead to, so that two people who press at once do not skip one. */
function stepButtons({ steps }: KeptText, sight: Sight, { runId, locale }: Place): ViewBlock {
  const words = generateWords(locale);
  const last = steps.length;
  const now = typeof sight === 'number' ? sight : 0;
  const to = (action: string, label: string, step: number, disabled = false) => {
    return { action, runId, value: String(step), label, disabled };
  };
  const withLast = (button: ButtonsBlock['buttons'][number]) =>
    buttons(
      to('first', words.first, 1, now === 1),
      to('back', words.back, Math.max(1, now - 1), now <= 1),
      to('on', words.next, Math.min(last, now + 1), now === last),
      to('last', words.last, last, now === last),
      button,
    );
  const animate = withLast({ action: 'animation', runId, label: words.animation });
  if (sight !== 'animation') return animate;
  return besideAnimation({ there: [withLast(to('still', words.still, 1))], missing: [animate] });
}
