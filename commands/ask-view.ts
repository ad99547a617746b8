import { formatPercent } from '../src/charts/format.js';
import type { ProbabilityStrip } from '../src/charts/picture.js';
import { codeBlock, inlineCode, plain } from '../src/discord/markdown.js';
import { type Reply, text } from '../src/discord/reply.js';
import { UNLISTED_LOGPROB } from '../src/model/distribution.js';
import type { Completion } from '../src/model/language-model.js';
import { perplexity } from '../src/sampling/surprisal.js';
import type { Services } from '../src/services.js';
import { visibleText } from '../src/tokens/visible.js';
import { drawPicture } from './draw-picture.js';

/** How many of a reply's least certain tokens are listed. */
const MAX_LEAST_CERTAIN = 6;

/** How many other tokens are named beside a token. */
const MAX_OTHERS = 3;

interface ScoredToken {
  readonly text: string;
  readonly logprob: number;
}

/** A token of a finished reply with what else could have stood there. */
export interface ReplyToken extends ScoredToken {
  readonly alternatives: readonly ScoredToken[];
}

/** How one sample was asked for. */
export interface SampleSettings {
  readonly temperature: number;
  readonly topP?: number | undefined;
  readonly seed?: number | undefined;
  readonly system?: string | undefined;
  readonly sample: number;
}

/** The line under a reply: model, settings, tokens, seconds, and perplexity where logprobs came. */
export async function completionFacts(
  completion: Completion,
  { temperature, topP, seed, system, sample }: SampleSettings,
  services: Services,
  signal: AbortSignal,
): Promise<string> {
  const { label, tiny } = services.model.endpoint;
  const { usage, seconds } = completion;
  const facts = [
    ...(sample > 1 ? [`sample ${sample}`] : []),
    `${inlineCode(completion.model)} ${tiny ? '(a real language model, only very small)' : `at ${plain(label)}`}`,
    `temperature ${temperature}`,
    ...(topP === undefined ? [] : [`top-p ${topP}`]),
    ...(seed === undefined ? [] : [`seed ${seed + sample - 1}`]),
    ...(system === undefined ? [] : ['with a system prompt']),
    ...(usage === undefined ? [] : [`${usage.promptTokens} tokens in, ${usage.completionTokens} out`]),
    `${seconds.toFixed(1)} s`,
    ...(await perplexityFact(completion, temperature, services, signal)),
  ];
  return facts.join(' · ');
}

/**
 * Perplexity of a reply under the model's own probabilities; says so where the server may have reported them after the
 * temperature, and that it is unknown where the server hid a token's probability.
 */
async function perplexityFact(
  { tokens, model }: Completion,
  temperature: number,
  services: Services,
  signal: AbortSignal,
): Promise<string[]> {
  if (tokens === undefined || tokens.length === 0) return [];
  if (tokens.some(({ logprob }) => logprob <= UNLISTED_LOGPROB)) {
    return ['perplexity unknown (the endpoint hides the rarest tokens’ probabilities)'];
  }
  const value = `perplexity ${formatPerplexity(perplexity(tokens.map(({ logprob }) => logprob)))}`;
  if (temperature === 1) return [value];
  const scale = await services.model.scale(model, signal).catch(() => 'unknown' as const);
  if (scale === 'raw') return [value];
  return [scale === 'processed' ? `${value} (after temperature)` : `${value} (before or after temperature: not known)`];
}

/** Two decimals where they can be told apart; whole numbers from 100 on. */
function formatPerplexity(value: number): string {
  return value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en');
}

/** The reply as a strip, each token coloured by its probability, and the least certain ones with what else could have stood there. */
export async function replyProbabilities(
  tokens: readonly ReplyToken[],
  { temperature, sample }: SampleSettings,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const strip: ProbabilityStrip = {
    kind: 'probability-strip',
    title: `How likely each token of ${sample === 1 ? 'the reply' : `sample ${sample}`} was`,
    tokens: tokens.map((token) => ({
      label: visibleText(token.text),
      probability: probabilityOf(token),
      breakAfter: token.text.endsWith('\n'),
    })),
  };
  const { picture, shown } = await drawPicture(services, strip, 'probabilities', signal);
  const least = tokens
    .map((token, place) => ({ token, place }))
    .sort((a, b) => a.token.logprob - b.token.logprob)
    .slice(0, MAX_LEAST_CERTAIN)
    .sort((a, b) => a.place - b.place);
  const rest = shown < tokens.length ? ` The pictures show the first ${shown} of ${tokens.length} tokens.` : '';
  return {
    blocks: [
      text(
        `**Where the model was sure, and where it could have said something else**\n-# Sampled at temperature ${temperature}.${rest}`,
      ),
      picture,
      text(
        `The least certain tokens, and what else could have stood there:\n${codeBlock(least.map(leastCertainLine).join('\n'))}`,
      ),
    ],
  };
}

function leastCertainLine({ token, place }: { token: ReplyToken; place: number }): string {
  const others = token.alternatives
    .filter((other) => other.text !== token.text)
    .slice(0, MAX_OTHERS)
    .map((other) => `${visibleText(other.text)} ${formatPercent(probabilityOf(other))}`);
  const instead = others.length === 0 ? '' : `   else: ${others.join(', ')}`;
  return `${String(place + 1).padStart(4)}. ${visibleText(token.text)} ${formatPercent(probabilityOf(token))}${instead}`;
}

function probabilityOf({ logprob }: ScoredToken): number {
  return Math.min(1, Math.exp(logprob));
}
