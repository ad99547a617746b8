import type { Fact } from '../../domain/fact.js';
import { endsWithin } from '../../ends-within.js';
import { createFact } from '../../facts.js';
import { ModelError } from '../errors.js';
import { askProbe, type ProbeAnswer } from '../probe/probe-request.js';
import { isNoOrFailure, isRefusalOf } from '../wire/classify-refusal.js';
import { RefusalError } from '../wire/refusal.js';
import type { Asker } from './asker.js';
import type { ListedModel } from './listed-model.js';

/** A model that was passed over, and why. */
export interface PassedOver {
  readonly model: string;
  readonly why: Fact;
}

/** The model that is used where nobody names one. */
export interface ModelChoice {
  /**
   * The first of those listed that writes texts, found out by asking and then remembered; one alone is not asked first.
   *
   * @throws ModelError `model-unknown` where none of them does
   */
  choose(listed: readonly ListedModel[]): Promise<string>;
  /** Those before it. */
  readonly passedOver: readonly PassedOver[];
}

/** Each takes up to two requests. */
const MAX_TRIED = 8;

/** A model that takes longer may have to be loaded first, and is asked all the same; in milliseconds. */
const TRY_MS = 5000;

/** One that could not be tried is used for so long without trying again. */
const UNCERTAIN_MS = 30_000;

/** Enough to see what kind of answer it is. */
const ANSWER_TOKENS = 8;

/** What a model says that only judges texts: a verdict or a score, whatever it is asked. */
const VERDICT = /^\s*(?:(?:un)?safe\b|[+-]?\d*\.\d+(?:e-?\d+)?\s*$)/i;

/** Creates the choice among an endpoint's models; nothing is asked until it has to be made. */
export function createModelChoice(asker: Asker, now: () => number): ModelChoice {
  let chosen: { readonly model: string; readonly passedOver: readonly PassedOver[] } | undefined;
  let choosing: Promise<string> | undefined;
  let untilThen: { readonly model: string; readonly at: number } | undefined;

  async function find(listed: readonly ListedModel[]): Promise<string> {
    const passedOver: PassedOver[] = [];
    for (const { id } of inOrder(listed).slice(0, MAX_TRIED)) {
      const found = await tryModel(asker, id);
      if ('why' in found) {
        passedOver.push({ model: id, why: found.why });
        continue;
      }
      // A server that is away, busy or loading may answer otherwise in a while.
      if (found.isCertain) chosen = { model: id, passedOver };
      else untilThen = { model: id, at: now() };
      return id;
    }
    const [first] = passedOver;
    throw new ModelError('model-unknown', 'no-model-answers', {
      endpoint: asker.where,
      tried: passedOver.length,
      model: first?.model ?? '',
      why: first?.why ?? '',
    });
  }

  return {
    async choose(listed) {
      const [first, second] = listed;
      if (first === undefined) throw new ModelError('model-unknown', 'no-models-listed', { endpoint: asker.where });
      if (second === undefined) return first.id;
      if (chosen !== undefined && listed.some(({ id }) => id === chosen?.model)) return chosen.model;
      chosen = undefined;
      if (untilThen !== undefined && now() - untilThen.at < UNCERTAIN_MS) return untilThen.model;
      choosing ??= find(listed).finally(() => {
        choosing = undefined;
      });
      return choosing;
    },
    get passedOver() {
      return chosen?.passedOver ?? [];
    },
  };
}

/** Those last of which the server itself says that they do something else. */
function inOrder(listed: readonly ListedModel[]): ListedModel[] {
  const isOther = ({ writesText }: ListedModel) => writesText === false;
  return [...listed.filter((one) => !isOther(one)), ...listed.filter(isOther)];
}

async function tryModel(
  asker: Asker,
  model: string,
): Promise<{ readonly isCertain: boolean } | { readonly why: Fact }> {
  let why: Fact | undefined;
  for (const route of ['chat', 'completions'] as const) {
    try {
      const asked = askProbe(asker, { model, route, maxTokens: ANSWER_TOKENS, isPlain: true });
      // Not aborted: a server can give up loading the model then.
      if (!(await endsWithin(TRY_MS, asked))) return { isCertain: false };
      const answer = await asked;
      if (!isVerdict(answer)) return { isCertain: true };
      why = createFact('judges-only');
      break;
    } catch (error) {
      if (!isNoOrFailure(error) && !isRefusalOf(error, 'model', 'context')) return { isCertain: false };
      why ??= factOf(error, asker, model);
    }
  }
  return { why: why ?? createFact('judges-only') };
}

function isVerdict({ text }: ProbeAnswer): boolean {
  return VERDICT.test(text);
}

function factOf(error: unknown, asker: Asker, model: string): Fact {
  if (error instanceof RefusalError) return asker.explain(error.refusal, model).fact;
  if (error instanceof ModelError) return error.fact;
  throw error;
}
