import { joinTokens } from '../../domain/join-tokens.js';
import type { ScoreRequest } from '../../domain/language-model.js';
import type { ScoredText } from '../../domain/scored-text.js';
import type { ServerToken } from '../../domain/server-tokens.js';
import type { Route } from '../asking/capability-memory.js';
import type { ModelContext } from '../asking/model-context.js';
import { ModelError } from '../errors.js';
import { takesIdPrompts } from '../probe/probe-id-prompts.js';
import { idsOnServer, tokenizeOnServer } from '../tokenizer/server-tokenizer.js';
import { isAbsence } from '../tokenizer/server-tokenizer-wire.js';
import { scaleAtOne } from '../ways/next-token.js';
import { scoreByMatching } from './score-by-matching.js';
import { type CutText, scoreCutText } from './score-cut-text.js';
import { createStepper, mostSteps, type Stepper } from './score-step.js';

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
    const cut = await unlessUnsupported(cutByServer(context, model, request, stepper.route));
    const stepping = { stepper, request };
    const { tokens, notices } = cut === undefined ? await scoreByMatching(stepping) : await scoreCutText(stepping, cut);
    const answered = stepper.answered();
    const scale = scaleAtOne(answered.request, context.asker.memory.about(model).scale);
    const left = request.text.length - joinTokens(tokens).length;
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

async function cutByServer(
  context: ModelContext,
  model: string,
  { text, signal }: ScoreRequest,
  route: Route,
): Promise<CutText> {
  const cut = (around: 'nothing' | 'special') => tokenizeOnServer(context, model, { text, around, signal });
  const { tokens, notices } = await cut('nothing');
  const whole = route === 'completions' ? await unlessUnsupported(cut('special')) : undefined;
  const beginning = whole && beginningOf(whole.tokens, tokens);
  const cutIds = (part: string, around: 'nothing' | 'special') =>
    idsOnServer(context, model, { text: part, around, signal });
  const takesIds =
    beginning !== undefined && (await takesIdPrompts(context.asker, model, (part) => cutIds(part, 'special'), signal));
  return {
    tokens,
    notices,
    beginning: takesIds ? beginning : undefined,
    cutAgain: (part) => cutIds(part, 'nothing'),
  };
}

/** The ids in front of a text's own; undefined where its own are not the same there. */
function beginningOf(whole: readonly ServerToken[], own: readonly ServerToken[]): readonly number[] | undefined {
  const first = whole.findIndex(({ around }) => !around);
  const isSame = first >= 0 && own.every(({ id }, at) => whole[first + at]?.id === id);
  return isSame ? idsOf(whole.slice(0, first)) : undefined;
}

function idsOf(tokens: readonly ServerToken[]): number[] {
  return tokens.map(({ id }) => id);
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
