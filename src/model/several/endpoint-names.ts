import { parseEndpointAddress } from '../wire/endpoint-address.js';

/**
 * A name for each endpoint, no two alike whatever their letters' case: the one that was chosen for it, else its host, else
 * its host and path, else that with a number.
 */
export function endpointNames(
  endpoints: readonly { readonly name?: string | undefined; readonly baseURL: string }[],
): string[] {
  const chosen = endpoints.flatMap(({ name }) => name?.toLowerCase() ?? []);
  const taken = new Set(chosen);
  return endpoints.map(({ name, baseURL }) => {
    if (name !== undefined) return name;
    const { host, baseURL: address } = parseEndpointAddress(baseURL);
    const whole = address.replace(/^https?:\/\//, '').replace(/\/v\d+$/, '');
    const names = [host, whole, ...endpoints.map((_, at) => `${whole} ${at + 2}`)];
    const free = names.find((one) => !taken.has(one.toLowerCase())) ?? whole;
    taken.add(free.toLowerCase());
    return free;
  });
}
