import type { Press } from '../../discord/command.js';
import { type Candidate, type SampledToken, UNLISTED_LOGPROB } from '../../domain/token.js';
import type { Services } from '../../services.js';
import { reasonOf } from '../asking/stopped.js';
import { joinTokens } from '../text/join-tokens.js';
import { writeText } from '../writing/write-text.js';
import { listedBeside, type WrittenStep } from '../writing/written-text.js';
import { type Branch, branchTokens, type ForkPlace, type ForkRun, packBranch } from './run.js';

/** At least so many tokens follow a forced one, and at most so many: a branch is looked at, not read for long. */
const LEAST_TOKENS = 10;
const MOST_TOKENS = 100;

/**
 * Forces a token at a place and lets the model go on from there. A branch that is stopped keeps what it has.
 *
 * @param onText called with what follows the forced token, each time more has come; it is put together when it is looked at
 */
export async function growBranch(
  run: ForkRun,
  { owner, place }: Pick<ForkPlace, 'owner' | 'place'>,
  forced: Candidate,
  { signal }: Press,
  services: Services,
  onText: (text: () => string) => void,
): Promise<Branch> {
  const before = branchTokens(run, run.current).slice(0, place);
  const prefix = joinTokens([...before, forced]);
  const maxTokens = Math.min(MOST_TOKENS, Math.max(LEAST_TOKENS, run.maxTokens - place - 1));
  const { asked, sampling, model } = run;
  const pack = (steps: readonly WrittenStep[], broken?: string) =>
    packBranch(before, [{ token: forced, listed: undefined }, ...steps], { branch: owner, place }, broken);
  if (asked.kind === 'text') {
    const writing = { ...sampling, prompt: asked.prompt + prefix, model, maxTokens };
    const { written } = await writeText(writing, signal, services, (tokens) => onText(() => joinTokens(tokens())));
    return pack(written.steps, written.broken);
  }
  let soFar = '';
  try {
    const { question, system } = asked;
    const { tokens, text } = await services.model.reply({
      ...sampling,
      question,
      system,
      prefix,
      model,
      maxTokens,
      signal,
      onText: (so) => {
        soFar = so;
        onText(() => so);
      },
    });
    return pack(tokens === undefined ? piece(text) : tokens.map(replyStep));
  } catch (error) {
    const reason = reasonOf(error, signal);
    if (soFar === '') throw error;
    return pack(piece(soFar), reason.message);
  }
}

/** One token of a reply with what is known of its place. */
export function replyStep({ alternatives, ...token }: SampledToken): WrittenStep {
  return { token, listed: listedBeside(alternatives) };
}

/** A text of which the tokens are not known. */
function piece(text: string): WrittenStep[] {
  return text === ''
    ? []
    : [{ token: { text, bytes: undefined, id: undefined, logprob: UNLISTED_LOGPROB }, listed: undefined }];
}
