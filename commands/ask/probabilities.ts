import type { ProbabilityStrip } from '../../src/charts/kinds/probability-strip/probability-strip.js';
import { codeBlock } from '../../src/discord/markdown.js';
import { picture, text } from '../../src/discord/reply.js';
import { othersThan } from '../../src/domain/find-token.js';
import { type Candidate, type SampledToken, UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import { hasTokens } from '../../src/lesson/asking/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { linkTo, row, type View } from '../../src/lesson/command/view.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { lessonWords } from '../../src/lesson/words.js';
import { probabilityOf, surprisal } from '../../src/sampling/surprisal.js';
import type { AskResult } from './result.js';
import { askWords } from './words.js';

/** How many of a reply's least certain tokens are listed. */
const MAX_LEAST_CERTAIN = 6;

/** How many other tokens are named beside a token. */
const MAX_OTHERS = 3;

/**
 * The reply as a strip, each token coloured by its probability, and the least certain ones with what else could have stood
 * there; throws a `UserError` where the endpoint gave no probabilities.
 */
export function viewProbabilities({ replies: [reply], sample }: AskResult, place: Place): View {
  const { locale } = place;
  const { record } = reply ?? {};
  if (record === undefined || !hasTokens(record)) throw new UserError('reply-without-probabilities');
  const words = askWords(locale);
  const { answer, asked, total } = record;
  const { tokens = [], scale } = answer;
  const strip: ProbabilityStrip = {
    kind: 'probability-strip',
    title: words.stripTitle(sample),
    tokens: tokens.map((token) => ({
      label: tokenLabel(token),
      probability: toldProbability(token),
      breakAfter: token.text.endsWith('\n'),
    })),
  };
  const notes = [
    words.sampledAt(asked.temperature, lessonWords(locale).measured(scale)),
    ...(tokens.length < total ? [words.listIsOf(tokens.length)] : []),
  ];
  const list = leastCertain(tokens).map(({ token, place }) =>
    words.leastCertainLine({
      number: place + 1,
      token: listed(token),
      surprise: isTold(token) ? surprisal(token.logprob) : undefined,
      others: othersThan(token.alternatives, token).slice(0, MAX_OTHERS).map(listed),
    }),
  );
  return {
    blocks: [
      text(`${words.sure}\n-# ${notes.join(' ')}`),
      picture('probabilities', strip, place),
      text(words.leastCertain(codeBlock(list.join('\n')))),
      row(linkTo('details')),
    ],
  };
}

/** The tokens with the lowest probabilities, in the order of the reply. */
function leastCertain(tokens: readonly SampledToken[]): { readonly token: SampledToken; readonly place: number }[] {
  return tokens
    .map((token, place) => ({ token, place }))
    .sort((a, b) => a.token.logprob - b.token.logprob)
    .slice(0, MAX_LEAST_CERTAIN)
    .sort((a, b) => a.place - b.place);
}

function listed(token: Candidate): { readonly label: string; readonly probability: number | undefined } {
  return { label: tokenLabel(token), probability: toldProbability(token) };
}

function toldProbability(token: Candidate): number | undefined {
  return isTold(token) ? probabilityOf(token.logprob) : undefined;
}

function isTold({ logprob }: Pick<Candidate, 'logprob'>): boolean {
  return logprob > UNLISTED_LOGPROB;
}
