import type { Note } from './wire-log.js';

/** An answer longer than this is told by its size alone, bytes. */
const ANSWER_LIMIT = 1_000_000;

/**
 * A `fetch` that notes every request with its JSON body and, where the answer is JSON and no stream, the answer. Headers,
 * which hold keys, are left out.
 */
export function notedFetch(note: (entry: Note) => void): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const request = `${init?.method ?? 'GET'} ${url.pathname}`;
    const sent = parsed(init?.body);
    let response: Response;
    try {
      response = await fetch(input, init);
    } catch (error) {
      note({ title: `${request}: ${error instanceof Error ? error.message : String(error)}`, json: { sent } });
      throw error;
    }
    const title = `${request} ${response.status}`;
    const type = response.headers.get('content-type') ?? '';
    if (!type.includes('application/json')) note({ title, json: { sent, answer: `(a stream of ${type})` } });
    else {
      response
        .clone()
        .text()
        .then(
          (text) =>
            note({
              title,
              json: { sent, answer: text.length > ANSWER_LIMIT ? `(${text.length} characters)` : parsed(text) },
            }),
          // Whoever asked was told; there is nothing more to show.
          () => note({ title, json: { sent } }),
        );
    }
    return response;
  };
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
