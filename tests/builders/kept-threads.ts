import { openCharts } from '../../src/charts/open-charts.js';
import type { StartOptions } from '../../src/main.js';
import { openTokenizer } from '../../src/tokens/tokenizer.js';
import { testSeed } from '../setup/test-seed.js';
import { FIRST_RESPONSE_MS } from './first-response.js';
import { openKeptTinyModel } from './tiny-model.js';

let charts: ReturnType<typeof openCharts> | undefined;
let tokenizer: ReturnType<typeof openTokenizer> | undefined;

const close = async (): Promise<void> => {};

/** As `openCharts`, with threads that have loaded their fonts: they are started once for all test files of a process, and end with it. */
export function openKeptCharts(): ReturnType<typeof openCharts> {
  charts ??= openCharts();
  return { ...charts, close };
}

/** As `openTokenizer`, with threads that have loaded their encodings: they are started once for all test files of a process, and end with it. */
export function openKeptTokenizer(): ReturnType<typeof openTokenizer> {
  tokenizer ??= openTokenizer();
  return { ...tokenizer, close };
}

/** How a bot is started of which a test has several, or which is one of many tests'. */
export const keptParts = {
  tinyModelSeed: testSeed,
  firstResponseMs: FIRST_RESPONSE_MS,
  openTinyModel: openKeptTinyModel,
  openCharts: openKeptCharts,
  openTokenizer: openKeptTokenizer,
} satisfies StartOptions;
