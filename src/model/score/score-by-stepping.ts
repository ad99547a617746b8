import type { Fact } from '../../domain/fact.js';
import { joinTokens } from '../../domain/join-tokens.js';
import type { ScoreRequest } from '../../domain/language-model.js';
import type { ScoredText } from '../../domain/scored-text.js';
import type { ServerToken } from '../../domain/server-tokens.js';
import { createFact } from '../../facts.js';
import type { Asker } from '../asking/asker.js';
import type { Route } from '../asking/knowledge.js';
import { takesIdPrompts } from '../probe/probe-id-prompts.js';
import { idsOnServer, tokenizeOnServer } from '../tokenizer/server-tokenizer.js';
import { isNo } from '../wire/classify-refusal.js';
import { scoreByMatching } from './score-by-matching.js';
import { type CutText, scoreCutText } from './score-cut-text.js';
import { createStepper, MAX_STEPS, type Stepper } from './score-step.js';

/**
 * Scores a text with one request for each token: at the boundaries that the endpoint's own tokenizer tells, else at those
 * that the text goes on with among the listed tokens.
 */
export async function scoreByStepping(asker: Asker, model: string, request: ScoreRequest): Promise<ScoredText> {
  // A step that fails ends those that are under way.
  const failing = new AbortController();
  const signal = request.signal === undefined ? failing.signal : AbortSignal.any([request.signal, failing.signal]);
  const stepper = createStepper(asker, model, signal);
  try {
    const cut = await unlessUnsupported(cutByServer(asker, model, request, stepper.route));
    const stepping = { stepper, request };
    const { tokens, notices } = cut === undefined ? await scoreByMatching(stepping) : await scoreCutText(stepping, cut);
    const answered = stepper.answered();
    const left = request.text.length - joinTokens(tokens).length;
    return {
      ...answered,
      tokens,
      method: 'stepping',
      notices: [...describeWay(stepper), ...notices, ...(tokens.length < MAX_STEPS ? [] : describeLimit(left))],
    };
  } finally {
    failing.abort();
  }
}

async function cutByServer(
  asker: Asker,
  model: string,
  { text, signal }: ScoreRequest,
  route: Route,
): Promise<CutText> {
  const cut = (around: 'nothing' | 'special') => tokenizeOnServer(asker, model, { text, around, signal });
  const { tokens, notices } = await cut('nothing');
  const whole = route === 'completions' ? await unlessUnsupported(cut('special')) : undefined;
  const beginning = whole && beginningOf(whole.tokens, tokens);
  const cutIds = (part: string, around: 'nothing' | 'special') =>
    idsOnServer(asker, model, { text: part, around, signal });
  const takesIds =
    beginning !== undefined && (await takesIdPrompts(asker, model, (part) => cutIds(part, 'special'), signal));
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
    if (isNo(error)) return undefined;
    throw error;
  }
}

function describeWay({ route, continuation }: Stepper): Fact[] {
  return route === 'completions' ? [] : [createFact('scored-as-assistant', { continuation })];
}

function describeLimit(left: number): Fact[] {
  return left <= 0 ? [] : [createFact('scored-in-part', { tokens: MAX_STEPS, left })];
}
