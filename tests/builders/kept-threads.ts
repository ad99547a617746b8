import { openCharts } from '../../src/charts/open-charts.js';
import { openTokenizer } from '../../src/tokens/tokenizer.js';

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
