import { z } from 'zod';
import { formatCount, formatPercent } from '../src/charts/format.js';
import type { ProbabilityStrip } from '../src/charts/picture.js';
import { codeBlock } from '../src/discord/markdown.js';
import { type Reply, text } from '../src/discord/reply.js';
import { type Candidate, type LogprobScale, type SampledToken, UNLISTED_LOGPROB } from '../src/model/distribution.js';
import type { Completion } from '../src/model/language-model.js';
import { perplexity, probabilityOf } from '../src/sampling/surprisal.js';
import type { Services } from '../src/services.js';
import { describeModel } from './describe-model.js';
import { drawPicture } from './draw-picture.js';
import { packBytes, unpackBytes } from './packed-bytes.js';
import { plural } from './plural.js';
import { tokenLabel } from './token-label.js';

/** How many of a reply's least certain tokens are listed. */
const MAX_LEAST_CERTAIN = 6;

/** How many other tokens are named beside a token. */
const MAX_OTHERS = 3;

const scoredTokenSchema = z.object({
  text: z.string(),
  /** Hexadecimal, where they are no whole characters and the server tells them. */
  bytes: z.string().optional(),
  logprob: z.number(),
});

/** A token of a finished reply with what else could have stood there, as it is stored. */
export const replyTokenSchema = scoredTokenSchema.extend({ alternatives: z.array(scoredTokenSchema) });

type ScoredToken = z.infer<typeof scoredTokenSchema>;
export type ReplyToken = z.infer<typeof replyTokenSchema>;

/** A reply's token as it is stored. */
export function storedToken({ alternatives, ...token }: SampledToken): ReplyToken {
  return { ...scored(token), alternatives: alternatives.map(scored) };
}

function scored({ text: token, bytes, logprob }: Candidate): ScoredToken {
  // The bytes of whole characters are in the text already.
  const isWhole = bytes === undefined || Buffer.from(token).equals(bytes);
  return { text: token, bytes: isWhole ? undefined : packBytes(bytes), logprob };
}

/** How one sample was asked for. */
export interface SampleSettings {
  readonly model?: string | undefined;
  readonly temperature: number;
  readonly topP?: number | undefined;
  readonly seed?: number | undefined;
  readonly system?: string | undefined;
  readonly sample: number;
}

/** The seed of one sample: each sample of one question is drawn anew, and yet can be repeated. */
export function seedOf({ seed, sample }: Pick<SampleSettings, 'seed' | 'sample'>): number | undefined {
  return seed === undefined ? undefined : (seed + sample - 1) % 2 ** 31;
}

/** The line under a reply: model, settings, tokens, seconds, and perplexity where logprobs came. */
export async function completionFacts(
  completion: Completion,
  settings: SampleSettings,
  services: Services,
  signal: AbortSignal,
): Promise<string> {
  const { temperature, topP, system, sample } = settings;
  const { usage, seconds } = completion;
  const seed = seedOf(settings);
  const facts = [
    ...(sample > 1 ? [`sample ${sample}`] : []),
    describeModel(completion.model, services.model.endpoint),
    `temperature ${temperature}`,
    ...(topP === undefined ? [] : [`top-p ${topP}`]),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    ...(system === undefined ? [] : ['with a system prompt']),
    ...(usage === undefined
      ? []
      : [`${plural(usage.promptTokens, 'token')} in, ${formatCount(usage.completionTokens)} out`]),
    `${seconds.toFixed(1)} s`,
    ...(await perplexityFact(completion, settings, services, signal)),
  ];
  return facts.join(' · ');
}

/** Perplexity of a reply, and of which probabilities; that it is unknown where the server hid a token's probability. */
async function perplexityFact(
  { tokens, model }: Completion,
  settings: SampleSettings,
  services: Services,
  signal: AbortSignal,
): Promise<string[]> {
  if (tokens === undefined || tokens.length === 0) return [];
  if (tokens.some((token) => !isTold(token))) {
    return ['perplexity unknown (the endpoint hides the rarest tokens’ probabilities)'];
  }
  const value = `perplexity ${formatPerplexity(perplexity(tokens.map(({ logprob }) => logprob)))}`;
  const when = await whenMeasured({ ...settings, model }, services, signal);
  return [when === 'raw' ? value : `${value} (${MEASURED[when]})`];
}

/** Whether the probabilities of a sample are the model's own (`raw`) or what temperature and top-p made of them. */
async function whenMeasured(
  { model, temperature, topP }: SampleSettings,
  services: Services,
  signal: AbortSignal,
): Promise<LogprobScale> {
  const isNeutral = temperature === 1 && (topP === undefined || topP === 1);
  return isNeutral ? 'raw' : services.model.scale(model, signal).catch(() => 'unknown' as const);
}

const MEASURED: Readonly<Record<LogprobScale, string>> = {
  raw: 'before temperature and top-p',
  processed: 'after temperature and top-p',
  unknown: 'the endpoint does not tell whether before or after temperature and top-p',
};

function isTold({ logprob }: { readonly logprob: number }): boolean {
  return logprob > UNLISTED_LOGPROB;
}

/** Two decimals where they can be told apart; whole numbers from 100 on. */
function formatPerplexity(value: number): string {
  return value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en');
}

/** The reply as a strip, each token coloured by its probability, and the least certain ones with what else could have stood there. */
export async function replyProbabilities(
  tokens: readonly ReplyToken[],
  total: number,
  settings: SampleSettings,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const { temperature, sample } = settings;
  const strip: ProbabilityStrip = {
    kind: 'probability-strip',
    title: `How likely each token of ${sample === 1 ? 'the reply' : `sample ${sample}`} was`,
    tokens: tokens.map((token) => ({
      label: labelOf(token),
      probability: isTold(token) ? probabilityOf(token.logprob) : undefined,
      breakAfter: token.text.endsWith('\n'),
    })),
  };
  const { picture, shown } = await drawPicture(services, strip, 'probabilities', signal);
  const when = await whenMeasured(settings, services, signal);
  const least = tokens
    .map((token, place) => ({ token, place }))
    .sort((a, b) => a.token.logprob - b.token.logprob)
    .slice(0, MAX_LEAST_CERTAIN)
    .sort((a, b) => a.place - b.place);
  const notes = [
    `Sampled at temperature ${temperature}. Probabilities ${MEASURED[when]}.`,
    ...(shown < total ? [`The pictures show the first ${shown} of ${plural(total, 'token')}.`] : []),
    ...(tokens.length < total ? [`The list is about the first ${formatCount(tokens.length)}.`] : []),
  ];
  return {
    blocks: [
      text(`**Where the model was sure, and where it could have said something else**\n-# ${notes.join(' ')}`),
      picture,
      text(
        `The least certain tokens by place, and what else could have stood there:\n${codeBlock(least.map(leastCertainLine).join('\n'))}`,
      ),
    ],
  };
}

function leastCertainLine({ token, place }: { token: ReplyToken; place: number }): string {
  const others = token.alternatives
    .filter((other) => labelOf(other) !== labelOf(token))
    .slice(0, MAX_OTHERS)
    .map((other) => `${labelOf(other)} ${percentOf(other)}`);
  const instead = others.length === 0 ? '' : `   else: ${others.join(', ')}`;
  return `${String(place + 1).padStart(4)}. ${labelOf(token)} ${percentOf(token)}${instead}`;
}

function labelOf({ text: token, bytes }: ScoredToken): string {
  return tokenLabel({ text: token, bytes: unpackBytes(bytes) });
}

function percentOf(token: ScoredToken): string {
  return isTold(token) ? formatPercent(probabilityOf(token.logprob)) : 'not told';
}
