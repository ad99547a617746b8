import { ModelError } from './errors.js';
import type { ScoreRequest } from './language-model.js';
import type { ModelContext } from './model-context.js';
import { scaleAtOne } from './next-token.js';
import { scoreByMatching } from './score-by-matching.js';
import { type CutText, scoreCutText } from './score-cut-text.js';
import { joinTokens } from './score-spelling.js';
import { createStepper, mostSteps, type Stepper } from './score-step.js';
import type { ScoredText } from './scored-text.js';
import { tokenizeOnServer } from './server-tokenizer.js';
import { isAbsence } from './server-tokenizer-wire.js';

/**
 * Scores a text with one request for each token: at the boundaries that the endpoint's own tokenizer tells, else at those
 * that the text goes on with among the listed tokens.
 */
export async function scoreByStepping(
  context: ModelContext,
  model: string,
  request: ScoreRequest,
): Promise<ScoredText> {
  // A step that fails ends those that are under way.
  const failing = new AbortController();
  const signal = request.signal === undefined ? failing.signal : AbortSignal.any([request.signal, failing.signal]);
  const stepper = createStepper(context.asker, model, signal);
  try {
    const cut = await unlessUnsupported(cutByServer(context, model, request));
    const stepping = { stepper, request };
    const { tokens, notices } = cut === undefined ? await scoreByMatching(stepping) : await scoreCutText(stepping, cut);
    const answered = stepper.answered();
    const scale = scaleAtOne(answered.request, context.asker.memory.about(model).scale);
    const left = request.text.length - joinTokens(tokens).toString('utf8').length;
    return {
      ...answered,
      tokens,
      method: 'stepping',
      scale,
      notices: [...describeWay(stepper), ...notices, ...(tokens.length < mostSteps ? [] : describeLimit(left))],
    };
  } finally {
    failing.abort();
  }
}

async function cutByServer(context: ModelContext, model: string, { text, signal }: ScoreRequest): Promise<CutText> {
  const { tokens, notices } = await tokenizeOnServer(context, model, { text, around: 'nothing', signal });
  return {
    tokens: tokens.filter(({ around }) => !around),
    notices,
    async beginning() {
      const whole = await unlessUnsupported(tokenizeOnServer(context, model, { text, around: 'special', signal }));
      const first = whole?.tokens.findIndex(({ around }) => !around) ?? 0;
      return (whole?.tokens ?? []).slice(0, Math.max(0, first)).map(({ id }) => id);
    },
  };
}

/** Without a tokenizer that answers, the boundaries are matched. */
async function unlessUnsupported<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAbsence(error) || (error instanceof ModelError && error.kind === 'unsupported')) return undefined;
    throw error;
  }
}

function describeWay({ route, continuation }: Stepper): string[] {
  if (route === 'completions') return [];
  const how = continuation === 'prefix' ? 'as the start of its own answer' : 'by an instruction';
  return [`The model was given the text as an assistant, ${how}; it might go on otherwise with the bare text.`];
}

function describeLimit(left: number): string[] {
  if (left <= 0) return [];
  return [
    `Only the first ${mostSteps} tokens are scored, for each takes a request of its own: ${left.toLocaleString('en-US')} characters are left out.`,
  ];
}
