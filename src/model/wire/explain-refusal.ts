import { ModelError } from '../errors.js';
import { describeDuration } from './duration.js';
import { isContextTooLong, isKeyRefused, isModelUnknown, isQuotaSpent, isRateLimit } from './read-refusal.js';
import type { Refusal } from './refusal.js';
import { fitServerText, startSentence } from './server-text.js';

/** Whoever has to wait longer than two days does better to look elsewhere; seconds. */
const MAX_WAIT = 48 * 3600;

/** What a sentence about a refusal is made with. */
export interface RefusalContext {
  /** The endpoint in words, without credentials. */
  readonly where: string;
  /** The model that was asked for. */
  readonly model: string | undefined;
  readonly hasKey: boolean;
  /** Blotted out of the server's words. */
  readonly secrets: readonly string[];
}

/**
 * Puts a refusal into a sentence that says what to do.
 *
 * @param models the endpoint's models, to name some when the one asked for is unknown
 */
export function explainRefusal(refusal: Refusal, context: RefusalContext, models: readonly string[] = []): ModelError {
  const { status } = refusal;
  const { where } = context;
  const said = fitServerText(refusal.message, context.secrets);
  const quote = said === '' ? '' : ` It said: “${said}”`;
  if (isQuotaSpent(refusal)) {
    return new ModelError(
      'quota',
      `The account at ${where} has no quota left. Add credit there, or connect another endpoint.`,
    );
  }
  if (isRateLimit(refusal)) {
    const seconds = refusal.retryAfterSeconds;
    const when = whenToTry(seconds);
    return new ModelError('rate-limited', `${startSentence(where)} is limiting requests. Try again ${when}.`, {
      retryAfterSeconds: seconds,
    });
  }
  if (isKeyRefused(refusal)) {
    return new ModelError(
      'authentication',
      context.hasKey
        ? `${startSentence(where)} refuses the API key. Check OPENAI_API_KEY.`
        : `${startSentence(where)} wants an API key. Set OPENAI_API_KEY.`,
    );
  }
  if (isContextTooLong(refusal))
    return new ModelError('context-too-long', 'said', { sentence: describeContext(refusal) });
  if (isModelUnknown(refusal)) {
    return new ModelError(
      'model-unknown',
      'said',
      { sentence: describeModels(context, models) },
      { model: context.model },
    );
  }
  if (status === 403) {
    return new ModelError('forbidden', `${startSentence(where)} does not allow this with the API key in use.${quote}`);
  }
  if (status === 408 || status === 504) {
    return new ModelError('timeout', `${startSentence(where)} took too long to answer. Try again, or ask for less.`);
  }
  if (status === 200) {
    return new ModelError('server', `${startSentence(where)} answered with an error. Try again in a moment.${quote}`);
  }
  if (status >= 500) {
    return new ModelError(
      'server',
      `${startSentence(where)} failed with status ${status}. Try again in a moment.${quote}`,
    );
  }
  const advice = said === '' ? ' Check that OPENAI_BASE_URL is the address of an OpenAI-compatible API.' : quote;
  return new ModelError('refused', `${startSentence(where)} refused the request with status ${status}.${advice}`);
}

/** The sentence for an option that the caller set and the model does not take. */
export function explainUnsupported(
  name: string,
  value: unknown,
  refusal: Refusal,
  context: RefusalContext,
): ModelError {
  const { message } = refusal;
  const only = /only the default \(([\d.]{1,12})\)/i.exec(message)?.[1];
  const range = /between (-?[\d.]{1,12}) and (-?[\d.]{0,11}\d)(?!\d)/i.exec(message);
  const most = /(?:less than or equal to|at most|<=) ?([\d.]{0,11}\d)(?!\d)/i.exec(message)?.[1];
  const least = /(?:greater than or equal to|at least|>=) ?(-?[\d.]{0,11}\d)(?!\d)/i.exec(message)?.[1];
  let accepted = `Leave ${name} out, or choose another model.`;
  if (only !== undefined) accepted = `It takes only ${only}.`;
  else if (range !== null) accepted = `It takes ${range[1]} to ${range[2]}.`;
  else if (most !== undefined) accepted = `It takes at most ${most}.`;
  else if (least !== undefined) accepted = `It takes at least ${least}.`;
  const model = fitServerText(context.model ?? 'This model', context.secrets);
  return new ModelError('unsupported', `${model} does not take ${name} ${String(value)}. ${accepted}`);
}

function describeContext({ promptTokens, contextLength }: Refusal): string {
  const window = contextLength?.toLocaleString('en-US');
  const tokens = promptTokens?.toLocaleString('en-US');
  if (tokens !== undefined && window !== undefined) {
    return `That is too long for this model: ${tokens} tokens, and its context window holds ${window}. Shorten the text, or lower max_tokens.`;
  }
  if (window !== undefined)
    return `That is too long for this model: its context window holds ${window} tokens. Shorten the text.`;
  return 'That is too long for this model’s context window. Shorten the text.';
}

function describeModels({ where, model, secrets }: RefusalContext, models: readonly string[]): string {
  const name = model === undefined ? 'that model' : `model “${fitServerText(model, secrets)}”`;
  const start = `${startSentence(where)} has no ${name === 'that model' ? 'such model' : name}.`;
  if (models.length === 0) return `${start} Choose another one.`;
  const shown = models.slice(0, 5).map((id) => fitServerText(id, secrets));
  const more = models.length > shown.length ? ` and ${models.length - shown.length} more` : '';
  return `${start} It has: ${shown.join(', ')}${more}.`;
}

function whenToTry(seconds: number | undefined): string {
  if (seconds === undefined) return 'in a minute';
  return seconds > MAX_WAIT ? 'in a few days, or connect another endpoint' : `in ${describeDuration(seconds)}`;
}
