import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createRanks, parseTiktokenRanks, type Ranks } from '../../src/byte-pair/ranks.js';

let ranks: Ranks | undefined;

/** The ranks of o200k_base, from the package's own file. */
export function o200kRanks(): Ranks {
  const file = createRequire(import.meta.url).resolve('@dqbd/tiktoken/encoders/o200k_base.json');
  ranks ??= createRanks(parseTiktokenRanks(JSON.parse(readFileSync(file, 'utf8')).bpe_ranks));
  return ranks;
}
