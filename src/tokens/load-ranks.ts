import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createRanks, parseTiktokenRanks, type Ranks } from '../byte-pair/ranks.js';
import { CL100K_SPLIT, O200K_SPLIT, R50K_SPLIT } from '../byte-pair/split.js';
import type { EncodingName } from './token.js';

/** How each encoding cuts a text into pieces. */
export const SPLITS: Readonly<Record<EncodingName, RegExp>> = {
  o200k_base: O200K_SPLIT,
  cl100k_base: CL100K_SPLIT,
  p50k_base: R50K_SPLIT,
  r50k_base: R50K_SPLIT,
};

let latest: { readonly name: EncodingName; readonly ranks: Ranks } | undefined;

/**
 * The ranks of an encoding, from tiktoken's own file. Takes 0.4 s and up to 100 MB, so that only the latest one is kept: for
 * worker threads that end after a while.
 *
 * @throws Error when the file is damaged
 */
export function loadRanks(name: EncodingName): Ranks {
  if (latest?.name === name) return latest.ranks;
  latest = undefined;
  const path = createRequire(import.meta.url).resolve(`@dqbd/tiktoken/encoders/${name}.json`);
  const { bpe_ranks, special_tokens } = JSON.parse(readFileSync(path, 'utf8'));
  latest = { name, ranks: createRanks(parseTiktokenRanks(bpe_ranks, special_tokens)) };
  return latest.ranks;
}
