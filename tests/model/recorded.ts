import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Answers of real servers; `tests/fixtures/README.md` says where they are from. */
const directory = fileURLToPath(new URL('../fixtures/logprobs/', import.meta.url));

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
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
}
