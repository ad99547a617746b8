import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const directory = fileURLToPath(new URL('../../../shared/logprobs/', import.meta.url));

/** Whether the recorded answers of real servers are beside the repository. */
export const hasRecorded = existsSync(`${directory}README.md`);

if (!hasRecorded)
  console.log('The recorded answers (../shared/logprobs) are not there: the tests that replay them skip.');

/** One recorded exchange; quoted ones hold a response alone. */
export interface Exchange {
  readonly request?: {
    readonly method: string;
    readonly path: string;
    readonly body: Record<string, unknown> | string | null;
  };
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly response: {
    readonly choices?: readonly { readonly text: string; readonly logprobs?: unknown }[];
    readonly logprobs?: Readonly<Record<string, unknown>>;
  };
}

/** Reads one recorded exchange. */
export function readExchange(name: string): Exchange {
  return JSON.parse(readFileSync(`${directory}${name}.json`, 'utf8'));
}

/** The names of all recorded exchanges. */
export function listExchanges(): string[] {
  if (!hasRecorded) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
}
