import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { othersThan } from '../../src/domain/find-token.js';
import type { Candidate, SampledToken } from '../../src/domain/token.js';
import { hasTokens } from '../../src/lesson/asking/reply.js';
import type { ReplyRecord } from '../../src/lesson/record/record.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { lessonWords } from '../../src/lesson/words.js';
import { surprisal } from '../../src/sampling/surprisal.js';
import type { AskReply, AskResult } from './result.js';
import { toldChance } from './sureness.js';
import { askWords } from './words.js';

/** How many of a reply's least certain tokens are listed. */
const MAX_LEAST_CERTAIN = 12;

/** How many other tokens are named beside a token. */
const MAX_OTHERS = 3;

/** What **Details** says of a reply: its numbers, and the least certain tokens with what else could have stood there. */
export function replyInFull(
  {
    before = [],
    leftOut = 0,
    window,
    isEstimate = false,
  }: Pick<AskResult, 'before' | 'leftOut' | 'window' | 'isEstimate'>,
  { perplexity, isOwnTemperature }: AskReply,
  record: ReplyRecord,
  locale: string,
): Block[] {
  const { asked, answer, endpoint, total } = record;
  const shared = lessonWords(locale);
  const words = askWords(locale);
  const { tokens = [], scale, usage, seconds, request } = answer;
  const facts = words.facts({
    model: shared.model(answer.model, endpoint),
    hasSystem: asked.system !== undefined,
    usage,
    seconds,
    perplexity: hasTokens(record) ? (perplexity ?? 'untold') : undefined,
  });
  const read =
    before.length + leftOut === 0 ? [] : [words.conversation.readInFull(before.length, leftOut, window, isEstimate)];
  if (!hasTokens(record)) return [text([...read, facts].join('\n'))];
  const isOwnSetting = scale !== 'raw' && request.body.temperature === undefined;
  return [
    text(
      words.leastCertain(
        codeBlock(
          leastCertain(tokens)
            .map((one) => lineOf(one, locale))
            .join('\n'),
        ),
      ),
    ),
    text(
      [
        ...(tokens.length < total ? [words.listIsOf(tokens.length, total)] : []),
        words.sampledAt(isOwnTemperature ? undefined : asked.temperature, shared.measured(scale)),
        ...(isOwnSetting ? [`-# ${shared.takesNoTemperature}`] : []),
        ...read,
        facts,
      ].join('\n'),
    ),
  ];
}

interface Placed {
  readonly token: SampledToken;
  readonly place: number;
}

/** The tokens with the lowest probabilities, in the order of the reply. */
function leastCertain(tokens: readonly SampledToken[]): Placed[] {
  return tokens
    .map((token, place) => ({ token, place }))
    .sort((a, b) => a.token.logprob - b.token.logprob)
    .slice(0, MAX_LEAST_CERTAIN)
    .sort((a, b) => a.place - b.place);
}

function lineOf({ token, place }: Placed, locale: string): string {
  return askWords(locale).leastCertainLine({
    number: place + 1,
    token: listed(token),
    surprise: toldChance(token) === undefined ? undefined : surprisal(token.logprob),
    others: othersThan(token.alternatives, token).slice(0, MAX_OTHERS).map(listed),
  });
}

function listed(token: Candidate): { readonly label: string; readonly probability: number | undefined } {
  return { label: tokenLabel(token), probability: toldChance(token) };
}
