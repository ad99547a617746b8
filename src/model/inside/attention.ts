import type { AttentionHead, AttentionMap, HeadPattern, InsideRequest } from '../../domain/inside.js';
import type { Token } from '../../domain/token.js';
import { parseToken } from '../answer/parse-token.js';
import type { Asker } from '../asking/asker.js';
import { isRecord } from '../wire/json.js';
import { askInside, notInProtocol } from './ask-inside.js';

/** More than any model has whose every weight is looked at. */
const MAX_TOKENS = 2048;
const MAX_HEADS = 64;
/** All weights of an answer; eight megabytes of them. */
const MAX_WEIGHTS = 2_000_000;

/** What single precision may add to a sum of 1, or take from it. */
const ROUNDING = 1e-3;

const PATTERNS: readonly HeadPattern[] = [
  'previous-token',
  'same-token',
  'after-same-token',
  'start-of-text',
  'itself',
];

/** Asks where each token of a text looks, by layer and head. */
export async function askAttention(
  asker: Asker,
  model: string,
  { text, signal }: InsideRequest,
): Promise<AttentionMap> {
  const { json, request } = await askInside(asker, { path: '/attention', body: { model, input: text }, signal });
  const read = readAttention(json);
  if (read === undefined) throw notInProtocol(asker);
  return { ...read, model, request };
}

function readAttention(json: unknown): Omit<AttentionMap, 'model' | 'request'> | undefined {
  if (!isRecord(json)) return undefined;
  const { layers, heads } = json;
  const tokens = readTokens(json.tokens);
  if (tokens === undefined || !isCount(layers) || !isCount(heads)) return undefined;
  const measured = readMeasured(json.measured, { layers, heads });
  const weights = readWeights(json.weights, { layers, heads, tokens: tokens.length });
  return measured && weights && { tokens, layers, heads, measured, weights };
}

function readTokens(value: unknown): Token[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_TOKENS) return undefined;
  const tokens = value.map((one: unknown) => (isRecord(one) ? parseToken(one.token, one.bytes, one.id) : undefined));
  return tokens.every((token) => token !== undefined) ? tokens : undefined;
}

function readMeasured(
  value: unknown,
  { layers, heads }: Record<'layers' | 'heads', number>,
): AttentionHead[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const measured = value.map((one: unknown): AttentionHead | undefined => {
    if (!isRecord(one) || !isRecord(one.patterns)) return undefined;
    const { layer, head, patterns } = one;
    if (!isPlace(layer, layers) || !isPlace(head, heads)) return undefined;
    const shares = PATTERNS.map((pattern) => [pattern, patterns[pattern]] as const);
    if (!shares.every(([, share]) => isShare(share))) return undefined;
    return { layer, head, patterns: Object.fromEntries(shares) as Record<HeadPattern, number> };
  });
  return measured.every((head) => head !== undefined) ? measured : undefined;
}

/** Rows of shares that sum to 1, of which the protocol has as many as there are tokens for each head. */
function readWeights(
  value: unknown,
  { layers, heads, tokens }: Record<'layers' | 'heads' | 'tokens', number>,
): number[][][][] | undefined {
  const count = layers * heads * ((tokens * (tokens + 1)) / 2);
  if (typeof value !== 'string' || count > MAX_WEIGHTS) return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== 4 * count) return undefined;
  let at = 0;
  let isRight = true;
  const weights = Array.from({ length: layers }, () =>
    Array.from({ length: heads }, () =>
      Array.from({ length: tokens }, (_, from) => {
        let sum = 0;
        return Array.from({ length: from + 1 }, (__, to) => {
          const weight = bytes.readFloatLE(4 * at++);
          sum += weight;
          isRight &&= isShare(weight) && (to < from || Math.abs(sum - 1) <= ROUNDING);
          return Math.min(1, weight);
        });
      }),
    ),
  );
  return isRight ? weights : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_HEADS;
}

function isPlace(value: unknown, count: number): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < count;
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1 + ROUNDING;
}
