import { joinTokens } from '../../domain/join-tokens.js';
import { type Candidate, UNLISTED_LOGPROB } from '../../domain/token.js';
import type { Services } from '../../services.js';
import { reasonOf } from '../asking/stopped.js';
import { beforeQuestion } from '../stored/stored-question.js';
import { writeText } from '../writing/write-text.js';
import { replyStep, type WrittenStep, type WrittenText } from '../writing/written-text.js';
import { branchTokens, createBranch, type ForkPlace } from './branches.js';
import type { Branch, ForkResult } from './result.js';

/** At least so many tokens follow a forced one, and at most so many: a branch is looked at, not read for long. */
const LEAST_TOKENS = 10;
const MOST_TOKENS = 100;

/**
 * Forces a token at a place and lets the model go on from there. A branch that is stopped keeps what it has; rejects where
 * that is nothing.
 *
 * @param onText called with what follows the forced token, each time more has come; it is put together when it is looked at
 */
export async function growBranch(
  result: ForkResult,
  { owner, place }: Pick<ForkPlace, 'owner' | 'place'>,
  forced: Candidate,
  signal: AbortSignal,
  services: Services,
  onText: (text: () => string) => void,
): Promise<Branch> {
  const before = branchTokens(result, result.current).slice(0, place);
  const prefix = joinTokens([...before, forced]);
  const maxTokens = Math.min(MOST_TOKENS, Math.max(LEAST_TOKENS, result.maxTokens - place - 1));
  const { asked, sampling, model } = result;
  const branchOf = (steps: readonly WrittenStep[], broken?: WrittenText['broken']) =>
    createBranch(before, [{ token: forced, listed: undefined }, ...steps], { from: { branch: owner, place }, broken });
  if (asked.kind === 'text') {
    const writing = { ...sampling, prompt: asked.prompt + prefix, model, maxTokens };
    const written = await writeText(writing, signal, services, (tokens) => onText(() => joinTokens(tokens())));
    return branchOf(written.steps, written.broken);
  }
  let soFar = '';
  try {
    const { question } = asked;
    const { tokens, text } = await services.model.reply({
      ...sampling,
      question,
      ...beforeQuestion(asked),
      prefix,
      model,
      maxTokens,
      signal,
      onText: (so) => {
        soFar = so;
        onText(() => so);
      },
    });
    return branchOf(tokens === undefined ? piece(text) : tokens.map(replyStep));
  } catch (error) {
    const reason = reasonOf(error, signal);
    if (soFar === '') throw error;
    return branchOf(piece(soFar), reason.fact);
  }
}

/** A text of which the tokens are not known. */
function piece(text: string): WrittenStep[] {
  return text === ''
    ? []
    : [{ token: { text, bytes: undefined, id: undefined, logprob: UNLISTED_LOGPROB }, listed: undefined }];
}
