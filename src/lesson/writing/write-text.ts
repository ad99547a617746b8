import type { GeneratedText } from '../../domain/completion.js';
import type { Distribution } from '../../domain/distribution.js';
import { findIn } from '../../domain/find-token.js';
import { isNeutral } from '../../domain/sampling-settings.js';
import { type SampledToken, UNLISTED_LOGPROB } from '../../domain/token.js';
import type { Services } from '../../services.js';
import { reasonOf } from '../asking/stopped.js';
import { listedBeside, type Writing, type WrittenStep, type WrittenText } from './written-text.js';

/** Asked of the server, even where fewer are shown: the more are listed, the tighter is what can be said at another temperature. */
export const LISTED_CANDIDATES = 100;

/** A text and, where it did not break off, the answer that it was made of. */
export interface Wrote {
  readonly written: WrittenText;
  readonly generated: GeneratedText | undefined;
}

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
): Promise<Wrote> {
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
    const { ended, model: answeredBy } = generated;
    return {
      generated,
      written: { ...writing, ...distributionFacts(generated, writing.temperature), endpoint, answeredBy, ended },
    };
  } catch (error) {
    const reason = reasonOf(error, signal);
    const tokens = soFar();
    if (tokens.length === 0) throw error;
    const isOwn = await reportsOwn(writing, services);
    const steps = tokens.map((token) => brokenStep(token, isOwn));
    const written = { ...writing, endpoint, isOwn: true, steps, ended: false, broken: reason.fact };
    return { generated: undefined, written };
  }
}

function distributionFacts(
  { steps, requests }: GeneratedText,
  temperature: number,
): Pick<WrittenText, 'steps' | 'vocabularySize' | 'isOwn'> {
  const first = steps.find(({ distribution }) => distribution !== undefined)?.distribution;
  return {
    vocabularySize: first?.vocabularySize,
    isOwn: first === undefined || first.scale === 'raw',
    // What comes with a draw of its own is after temperature and cuts.
    steps: steps.map(({ token, distribution }) => writtenStep(token, distribution, requests === 1, temperature === 0)),
  };
}

function writtenStep(
  { text, bytes, id, logprob }: SampledToken,
  distribution: Distribution | undefined,
  isOwn: boolean,
  isGreedy: boolean,
): WrittenStep {
  const token = { text, bytes, id };
  const told = isOwn ? logprob : UNLISTED_LOGPROB;
  if (distribution === undefined) return { token: { ...token, logprob: told }, listed: undefined };
  const { candidates, hiddenMass, cap } = distribution;
  const listed = findIn(candidates, token)?.logprob ?? UNLISTED_LOGPROB;
  // A list by texts holds one of those that look alike. Greedy takes the likeliest, so a less likely one is another.
  const isOther = isGreedy && listed < (candidates[0]?.logprob ?? 0);
  const known = told > UNLISTED_LOGPROB || isOther ? told : listed;
  return { token: { ...token, logprob: known }, listed: { candidates, hiddenMass, cap } };
}

/** Whether what comes with a token is the model's own distribution. */
async function reportsOwn(writing: Writing, services: Services): Promise<boolean> {
  return isNeutral(writing) || (await services.model.scale(writing.model).catch(() => 'unknown')) === 'raw';
}

/** A step of a text that broke off, of which only what came with the token is known. */
function brokenStep({ alternatives, text, bytes, id, logprob }: SampledToken, isOwn: boolean): WrittenStep {
  const token = { text, bytes, id, logprob: isOwn ? logprob : UNLISTED_LOGPROB };
  return { token, listed: isOwn ? listedBeside(alternatives) : undefined };
}
