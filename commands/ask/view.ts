import type { ProbabilityStrip } from '../../src/charts/picture.js';
import { codeBlock, plain } from '../../src/discord/markdown.js';
import { type Block, type Reply, text } from '../../src/discord/reply.js';
import { mayBeSameToken } from '../../src/domain/same-token.js';
import { type Candidate, type SampledToken, UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { sentenceOf } from '../../src/facts.js';
import { lacksTemperature, MEASURED, TAKES_NO_TEMPERATURE } from '../../src/lesson/asking/reply-scale.js';
import { describeModel } from '../../src/lesson/describe/describe-model.js';
import { formatPerplexity } from '../../src/lesson/describe/format-perplexity.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import type { AnsweredReply } from '../../src/lesson/record/record.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { laterSeed } from '../../src/sampling/random.js';
import { perplexity, probabilityOf, surprisal } from '../../src/sampling/surprisal.js';
import type { Services } from '../../src/services.js';
import { formatBits, formatCount, formatPercent } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';

/** How many of a reply's least certain tokens are listed. */
const MAX_LEAST_CERTAIN = 6;

/** How many other tokens are named beside a token. */
const MAX_OTHERS = 3;

/** The seed of one sample: each sample of one question is drawn anew, and yet can be repeated. */
export function seedOf({
  seed,
  sample,
}: {
  readonly seed?: number | undefined;
  readonly sample: number;
}): number | undefined {
  return laterSeed(seed, sample - 1);
}

/** The line under a reply: model, settings, tokens, seconds, and perplexity where logprobs came. */
export function completionFacts(answered: AnsweredReply, sample: number, { model: { endpoint } }: Services): string {
  const { temperature, topP, seed, system } = answered.asked;
  const { model, usage, seconds } = answered.answer;
  const facts = [
    ...(sample > 1 ? [`sample ${sample}`] : []),
    describeModel(model, endpoint),
    `temperature ${temperature}`,
    ...(topP === undefined ? [] : [`top-p ${topP}`]),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    ...(system === undefined ? [] : ['with a system prompt']),
    ...(usage === undefined
      ? []
      : [`${plural(usage.promptTokens, 'token')} in, ${formatCount(usage.completionTokens)} out`]),
    `${seconds.toFixed(1)} s`,
    ...perplexityFact(answered),
  ];
  return facts.join(' · ');
}

/** Whether a reply came with its tokens. */
export function hasProbabilities({ answer: { tokens } }: Pick<AnsweredReply, 'answer'>): boolean {
  return tokens !== undefined && tokens.length > 0;
}

/**
 * What is not as it was asked, below a reply: why it ends, and what the endpoint did not take.
 *
 * @param maxTokens that were asked for
 * @param mostTokens that can be asked for
 */
export function replyNotices(answered: AnsweredReply, maxTokens: number, mostTokens: number): Block[] {
  const { finishReason, usage, notices: sentences, request } = answered.answer;
  const isOwnSetting = hasProbabilities(answered) && answered.answer.scale !== 'raw' && lacksTemperature(request);
  const lines = [
    ...(finishReason === 'length' ? [whyCut(maxTokens, mostTokens, usage?.completionTokens ?? maxTokens)] : []),
    ...(finishReason === 'content-filter' ? ['The endpoint’s content filter ended it.'] : []),
    ...sentences.map((notice) => plain(sentenceOf(notice, 'en'))),
    ...(isOwnSetting ? [TAKES_NO_TEMPERATURE] : []),
  ];
  return lines.length === 0 ? [] : [text(lines.map((line) => `-# ${line}`).join('\n'))];
}

function whyCut(maxTokens: number, mostTokens: number, written: number): string {
  if (written < maxTokens) return 'It was cut here: question and reply together fill the model’s context window.';
  const limit = `It was cut at the limit of ${plural(maxTokens, 'token')}`;
  return maxTokens < mostTokens
    ? `${limit}: ask with a higher \`max_tokens\` to read on.`
    : `${limit}, the highest there is.`;
}

/** Perplexity of a reply, and of which probabilities; that it is unknown where the server hid a token's probability. */
function perplexityFact({ answer: { tokens, scale } }: AnsweredReply): string[] {
  if (tokens === undefined || tokens.length === 0) return [];
  if (tokens.some((token) => !isTold(token))) {
    return ['perplexity unknown (the endpoint does not tell every token’s probability)'];
  }
  const value = `perplexity ${formatPerplexity(perplexity(tokens.map(({ logprob }) => logprob)))}`;
  return [scale === 'raw' ? value : `${value} (${MEASURED[scale]})`];
}

function isTold({ logprob }: { readonly logprob: number }): boolean {
  return logprob > UNLISTED_LOGPROB;
}

/** The reply as a strip, each token coloured by its probability, and the least certain ones with what else could have stood there. */
export async function replyProbabilities(
  { answer: { tokens = [], scale }, asked: { temperature }, total }: AnsweredReply & { readonly total: number },
  sample: number,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const strip: ProbabilityStrip = {
    kind: 'probability-strip',
    title: `How likely each token of ${sample === 1 ? 'the reply' : `sample ${sample}`} was`,
    tokens: tokens.map((token) => ({
      label: tokenLabel(token),
      probability: isTold(token) ? probabilityOf(token.logprob) : undefined,
      breakAfter: token.text.endsWith('\n'),
    })),
  };
  const { picture, shown } = await drawPicture(services, strip, 'probabilities', signal);
  const least = tokens
    .map((token, place) => ({ token, place }))
    .sort((a, b) => a.token.logprob - b.token.logprob)
    .slice(0, MAX_LEAST_CERTAIN)
    .sort((a, b) => a.place - b.place);
  const notes = [
    `Sampled at temperature ${temperature}. Probabilities ${MEASURED[scale]}.`,
    ...(shown < total ? [`The pictures show the first ${shown} of ${plural(total, 'token')}.`] : []),
    ...(tokens.length < total ? [`The list is about the first ${formatCount(tokens.length)}.`] : []),
  ];
  return {
    blocks: [
      text(`**Where the model was sure, and where it could have said something else**\n-# ${notes.join(' ')}`),
      picture,
      text(
        `The least certain tokens by place, how surprising each was in bits (−log₂ of its probability), and what else could have stood there:\n${codeBlock(least.map(leastCertainLine).join('\n'))}`,
      ),
    ],
  };
}

function leastCertainLine({ token, place }: { token: SampledToken; place: number }): string {
  const others = token.alternatives
    .filter((other) => !mayBeSameToken(other, token))
    .slice(0, MAX_OTHERS)
    .map((other) => `${tokenLabel(other)} ${percentOf(other)}`);
  const instead = others.length === 0 ? '' : `   else: ${others.join(', ')}`;
  const bits = isTold(token) ? ` (${formatBits(surprisal(token.logprob))})` : '';
  return `${String(place + 1).padStart(4)}. ${tokenLabel(token)} ${percentOf(token)}${bits}${instead}`;
}

function percentOf(token: Candidate): string {
  return isTold(token) ? formatPercent(probabilityOf(token.logprob)) : 'not told';
}
