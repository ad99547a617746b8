import { RESTJSONErrorCodes, type RESTOptions } from 'discord.js';
import { countedRequest } from './count-requests.js';

type Answer = Awaited<ReturnType<RESTOptions['makeRequest']>>;

/** How long is waited where a limit does not say it, in seconds: what stands before Discord limits in its own words. */
const UNTOLD_SECONDS = 5;

/**
 * Makes a request, and sees to it that a rate limit says how long it lasts. discord.js takes one that does not say it, or
 * says it as a date, for one that is over, and asks again at once and without an end.
 */
export const requestWithReadableLimit: RESTOptions['makeRequest'] = async (url, init) => {
  const answer = await countedRequest(url, init);
  return answer.status === 429 ? readableLimit(answer) : answer;
};

async function readableLimit(answer: Answer): Promise<Answer> {
  const text = await answer.text();
  const body = bodyOf(text);
  const headers = new Headers([...answer.headers]);
  // It does not pass, however long one waits: the message is too old to be edited so often.
  const isForGood = body.code === RESTJSONErrorCodes.MaximumNumberOfEditsToMessagesOlderThanOneHourReached;
  headers.set('retry-after', String(secondsOf(headers.get('retry-after'), body.retry_after)));
  return new Response(text, { status: isForGood ? 400 : 429, statusText: answer.statusText, headers });
}

function secondsOf(header: string | null, told: unknown): number {
  const isSeconds = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < Infinity;
  const asNumber = header === null || header.trim() === '' ? Number.NaN : Number(header);
  if (isSeconds(asNumber)) return asNumber;
  if (isSeconds(told)) return told;
  const asDate = header === null ? Number.NaN : (Date.parse(header) - Date.now()) / 1000;
  return isSeconds(asDate) ? Math.max(1, asDate) : UNTOLD_SECONDS;
}

function bodyOf(text: string): { readonly code?: unknown; readonly retry_after?: unknown } {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}
