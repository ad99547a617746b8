import { picture } from '../../../src/discord/reply.js';
import { exactly } from '../../../src/domain/interval.js';
import { joinTokens } from '../../../src/domain/join-tokens.js';
import { tokenKey } from '../../../src/domain/same-token.js';
import { modelsByStage } from '../../../src/lesson/asking/stages.js';
import type { View } from '../../../src/lesson/command/view.js';
import { SHORTEST_REPEAT } from '../../../src/lesson/writing/repeat.js';
import { tokensOf } from '../../../src/lesson/writing/written-text.js';
import { repeatedShare } from '../../../src/sampling/repeated-share.js';
import { sidesOf } from '../../generate/beside.js';
import { partingOf } from '../../generate/parting.js';
import type { GenerateResult, KeptText } from '../../generate/result.js';
import { generate, writeBeside } from '../../generate.js';
import { defineLessonRun, type Measures, readRunOptions } from './lesson-run.js';
import { lessonRunWords } from './words.js';

/** What of two texts a prediction may be about. */
export const besideMeasures = {
  /** How many tokens are the same before the two texts part. */
  agreeing: (result) => {
    const { agreeing, untold } = partingOf(stepsOf(result), 'en');
    return { kind: 'number', unit: 'tokens', value: { low: agreeing - untold, high: agreeing } };
  },
} satisfies Measures<GenerateResult>;

/** What of a text that may run in circles a prediction may be about. */
export const circlesMeasures = {
  /** How much of the text that is always the likeliest token stood there before, in runs of tokens. */
  repeated: (result) => ({ kind: 'number', unit: 'share', value: exactly(repeatedIn(pairOf(result).greedy)) }),
} satisfies Measures<GenerateResult>;

/** A drawn text, and beside it the one that is always the likeliest token. */
export const besideRun = defineLessonRun(generate, {
  name: 'generate-beside',
  options: generate.options,
  ask: async (options, context, services) =>
    writeBeside(
      await generate.ask(readRunOptions(generate.options, options, context.locale), context, services),
      context,
      services,
    ),
  measures: besideMeasures,
});

/** The same by a model that was only trained to go on with texts. */
export const circlesRun = defineLessonRun(generate, {
  name: 'generate-circles',
  options: generate.options,
  async ask(options, context, services) {
    const { base } = await modelsByStage(context.signal, services);
    const values = { ...readRunOptions(generate.options, options, context.locale), model: base };
    return writeBeside(await generate.ask(values, context, services), context, services);
  },
  measures: circlesMeasures,
  view: (result, { locale }): View => {
    const words = lessonRunWords(locale).circles;
    const { sampled, greedy } = pairOf(result);
    const row = (label: string, { steps }: KeptText) => ({
      label,
      note: words.repeated(repeatedIn({ steps })),
      text: joinTokens(tokensOf(steps)).replace(/\s+/g, ' ').trim(),
    });
    return {
      blocks: [
        picture('circles', {
          kind: 'text-rows',
          title: words.title(greedy.prompt),
          rows: [row(words.greedy, greedy), row(words.sampled, sampled)],
        }),
      ],
    };
  },
});

function pairOf({ text, beside = text }: GenerateResult) {
  return sidesOf({ written: text, beside });
}

function stepsOf(result: GenerateResult) {
  const { sampled, greedy } = pairOf(result);
  return { sampled: sampled.steps, greedy: greedy.steps };
}

function repeatedIn({ steps }: Pick<KeptText, 'steps'>): number {
  return repeatedShare(tokensOf(steps).map(tokenKey), SHORTEST_REPEAT);
}
