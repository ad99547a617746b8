import { isNeutral } from '../../domain/sampling-settings.js';
import { type SampledToken, UNLISTED_LOGPROB } from '../../domain/token.js';
import type { Services } from '../../services.js';
import { reasonOf } from '../asking/stopped.js';
import { firstDistribution, writtenSteps } from './written-steps.js';
import { listedBeside, type Writing, type WrittenStep, type WrittenText } from './written-text.js';

/** Asked of the server, even where fewer are shown: the more are listed, the tighter is what can be said at another temperature. */
export const LISTED_CANDIDATES = 100;

/**
 * Lets the model go on with a text. One that breaks off, as when somebody stops it, keeps what is there; it is rejected
 * only where nothing is.
 *
 * @param onTokens called with all tokens so far, which are read when they are looked at
 */
export async function writeText(
  writing: Writing,
  signal: AbortSignal,
  services: Services,
  onTokens: (tokens: () => readonly SampledToken[]) => void,
): Promise<WrittenText> {
  const { endpoint } = services.model;
  let soFar = (): readonly SampledToken[] => [];
  try {
    const generated = await services.model.generate({
      ...writing,
      candidates: LISTED_CANDIDATES,
      signal,
      onTokens: (tokens) => {
        soFar = tokens;
        onTokens(tokens);
      },
    });
    const { ended, text, model, request, requests, cutOff } = generated;
    const first = firstDistribution(generated);
    return {
      ...writing,
      endpoint,
      isOwn: first === undefined || first.scale === 'raw',
      steps: writtenSteps(generated, writing.temperature),
      ended,
      ...(cutOff !== undefined && { broken: cutOff }),
      answer: { text, model, scale: first?.scale ?? 'unknown', request, requests },
    };
  } catch (error) {
    const reason = reasonOf(error, signal);
    const tokens = soFar();
    if (tokens.length === 0) throw error;
    const isOwn = await reportsOwn(writing, services);
    const steps = tokens.map((token) => brokenStep(token, isOwn));
    return { ...writing, endpoint, isOwn: true, steps, ended: false, broken: reason.fact };
  }
}

/** Whether what comes with a token is the model's own distribution. */
async function reportsOwn(writing: Writing, services: Services): Promise<boolean> {
  return isNeutral(writing) || (await services.model.scale(writing.model).catch(() => 'unknown')) === 'raw';
}

/** A step of a text that broke off, of which only what came with the token is known. */
function brokenStep(drawn: SampledToken, isOwn: boolean): WrittenStep {
  const { text, bytes, id, logprob } = drawn;
  const token = { text, bytes, id, logprob: isOwn ? logprob : UNLISTED_LOGPROB };
  return { token, listed: isOwn ? listedBeside(drawn) : undefined };
}
