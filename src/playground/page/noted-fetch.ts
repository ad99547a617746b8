import { maskSecrets } from './mask-secrets.js';
import type { Note } from './wire-log.js';

/** An answer longer than this is told by its size alone, bytes: the drawer shows only the start of one that is shorter. */
const MAX_ANSWER_BYTES = 256 * 1024;
/** A shorter key is a placeholder, and its letters may stand in any word. */
const MIN_SECRET = 4;

/**
 * A `fetch` that notes every request with its JSON body and, where the answer is JSON and no stream, as much of the answer
 * as whoever asked reads. Headers, which hold keys, are left out.
 *
 * @param secrets masked wherever they stand: a server can repeat the key that it was sent
 * @param fetcher what sends the requests
 */
export function notedFetch(
  note: (entry: Note) => void,
  secrets: readonly string[] = [],
  fetcher: typeof fetch = fetch,
): typeof fetch {
  const long = secrets
    .filter(({ length }) => length >= MIN_SECRET)
    .map((secret) => {
      return { secret, written: JSON.stringify(secret).slice(1, -1) };
    });
  const masked = <T>(value: T): T => {
    // Most answers hold none, and to look through a text is far less than to copy all that is in it.
    const text = JSON.stringify(value) ?? '';
    const found = long.filter(({ written }) => text.includes(written));
    return found.reduce((left: T, { secret }) => maskSecrets(left, secret) as T, value);
  };

  function tell(title: string, json: Record<string, unknown>): void {
    try {
      note({ title: masked(title), json: masked(json) });
    } catch {
      // What is nested too deeply to be shown must not end the request.
      note({ title: masked(title), json: { answer: '(more than can be shown)' } });
    }
  }

  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const request = `${init?.method ?? 'GET'} ${url.pathname}`;
    const sent = parsed(init?.body);
    let response: Response;
    try {
      response = await fetcher(input, init);
    } catch (error) {
      tell(`${request}: ${error instanceof Error ? error.message : String(error)}`, { sent });
      throw error;
    }
    const title = `${request} ${response.status}`;
    const type = response.headers.get('content-type') ?? '';
    if (type.includes('application/json') && response.body !== null) {
      return withEnd(response, response.body, (answer) => tell(title, { sent, answer }));
    }
    tell(title, { sent, answer: `(a stream of ${type})` });
    return response;
  };
}

/** The same response, which tells what came of its body when that has ended or nobody reads on. */
function withEnd(response: Response, body: ReadableStream<Uint8Array>, onEnd: (answer: unknown) => void): Response {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const end = (isWhole: boolean) => {
    const isShown = isWhole && size <= MAX_ANSWER_BYTES;
    onEnd(
      isShown ? parsed(Buffer.concat(chunks).toString('utf8')) : `(${size} bytes${isWhole ? '' : ', not read on'})`,
    );
  };
  const noted = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await reader.read().catch((error: unknown) => {
          end(false);
          throw error;
        });
        if (done) {
          end(true);
          return controller.close();
        }
        size += value.length;
        if (size <= MAX_ANSWER_BYTES) chunks.push(value);
        controller.enqueue(value);
      },
      cancel(reason) {
        end(false);
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  // Not its reason phrase: one that is not Latin-1 can be read, but not given on.
  const { status, headers } = response;
  return new Response(noted, { status, headers });
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
