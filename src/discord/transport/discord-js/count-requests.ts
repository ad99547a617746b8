import { AsyncLocalStorage } from 'node:async_hooks';
import { DefaultRestOptions, type RESTOptions } from 'discord.js';

const counting = new AsyncLocalStorage<{ requests: number }>();

/** Does some work and counts in `count` the requests that go out for it: discord.js repeats one in silence. */
export function countRequests<T>(count: { requests: number }, work: () => Promise<T>): Promise<T> {
  return counting.run(count, work);
}

/** discord.js's own request, counted. */
export const countedRequest: RESTOptions['makeRequest'] = (url, init) => {
  const count = counting.getStore();
  if (count !== undefined) count.requests += 1;
  return DefaultRestOptions.makeRequest(url, init);
};
