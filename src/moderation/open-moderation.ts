import OpenAI, { APIUserAbortError } from 'openai';
import type { Logger } from 'pino';

import { UserError } from '../errors.js';

/** What is checked: what a person wrote, before anything else is done with it, or what is to be shown. */
export type Checked = keyof typeof CODES;

/** Asked of texts before they are used. */
export interface Moderation {
  /**
   * Resolves where all of it may be used.
   *
   * @param texts of any length; those that say nothing are not sent
   * @param what the error says so; a text of a person by default
   * @throws UserError `text-moderated` or `answer-moderated` where one may not, `moderation-failed` or
   *   `answer-check-failed` where nobody could tell
   */
  check(texts: readonly string[], signal?: AbortSignal, what?: Checked): Promise<void>;
}

const CODES = {
  text: { moderated: 'text-moderated', failed: 'moderation-failed' },
  answer: { moderated: 'answer-moderated', failed: 'answer-check-failed' },
} as const;

export interface ModerationOptions {
  /** An API with a moderation route as OpenAI has it, such as `https://api.openai.com/v1`. */
  readonly baseURL: string;
  readonly apiKey?: string | undefined;
  /** The endpoint's own choice where undefined. */
  readonly model?: string | undefined;
  readonly fetch: typeof fetch;
  readonly log?: Pick<Logger, 'warn'> | undefined;
  /** The longest wait for an answer, in milliseconds; 20 s by default. */
  readonly timeoutMs?: number | undefined;
}

/** Categories that a sentence names at most; the model may give others. */
const MAX_NAMED = 3;
const MAX_CATEGORY = 40;

/** Opens a moderation endpoint; nothing is asked of it until there is a text. */
export function openModeration(options: ModerationOptions): Moderation {
  const { baseURL, apiKey = 'none', model, log, timeoutMs = 20_000 } = options;
  const client = new OpenAI({
    baseURL,
    apiKey,
    // Without these the client would read its own environment variables.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 1,
    timeout: timeoutMs,
    fetch: options.fetch,
  });
  return {
    async check(texts, signal, what = 'text') {
      const codes = CODES[what];
      const input = texts.filter((text) => text.trim() !== '');
      if (input.length === 0) return;
      let results: unknown;
      try {
        const body = model === undefined ? { input } : { input, model };
        ({ results } = await client.moderations.create(body, signal ? { signal } : {}));
      } catch (error) {
        if (error instanceof APIUserAbortError) throw signal?.reason ?? error;
        log?.warn({ status: statusOf(error) }, 'the moderation endpoint did not answer');
        throw new UserError(codes.failed, undefined, { cause: error });
      }
      if (!Array.isArray(results) || results.length === 0) {
        log?.warn('the moderation endpoint answered without results');
        throw new UserError(codes.failed);
      }
      const flagged = results.filter(isFlagged);
      if (flagged.length === 0) return;
      throw new UserError(codes.moderated, { categories: categoriesOf(flagged) });
    },
  };
}

function isFlagged(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'flagged' in result && result.flagged !== false;
}

/** The categories that were marked, in plain letters: they come from a server. */
function categoriesOf(results: readonly unknown[]): string[] {
  const names = results.flatMap((result) => {
    const categories: unknown = (result as { readonly categories?: unknown }).categories;
    if (typeof categories !== 'object' || categories === null) return [];
    return Object.entries(categories).flatMap(([name, isMarked]) => (isMarked === true ? [name] : []));
  });
  const plain = names.map(
    (name) =>
      name
        .split('/')[0]
        ?.replace(/[^\p{L}]+/gu, ' ')
        .trim()
        .slice(0, MAX_CATEGORY) ?? '',
  );
  return [...new Set(plain)].filter((name) => name !== '').slice(0, MAX_NAMED);
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
}
