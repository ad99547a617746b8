import type { Agent as HttpAgent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { Agent, type Dispatcher, fetch as dispatchedFetch, ProxyAgent } from 'undici';
import { type ProxySettings, proxyFor } from './proxies.js';

/** How long to wait for an answer is decided by whoever asks: a model server can take minutes. */
const PATIENT = { headersTimeout: 0, bodyTimeout: 0 };

/** The ways out of this machine: each request goes through the proxy that is for its address, or directly. */
export interface Network {
  /** Takes `dispatcher` among its options: how to send what goes through no proxy. */
  readonly fetch: typeof fetch;
  /** How HTTP requests to an address are sent; undefined where no proxy is for it. */
  dispatcherFor(address: string): Dispatcher | undefined;
  /** How a WebSocket to an address connects; undefined where no proxy is for it. */
  socketAgentFor(address: string): HttpAgent | undefined;
  close(): Promise<void>;
}

/** Opens the ways out; nothing is connected until something is sent. */
export function openNetwork(settings: ProxySettings): Network {
  const direct = new Agent();
  const proxies = new Map<string, ProxyAgent>();
  const dispatcherFor = (address: string): Dispatcher | undefined => {
    const proxy = proxyFor(address, settings);
    if (proxy === undefined) return undefined;
    const known = proxies.get(proxy) ?? new ProxyAgent({ ...withToken(proxy), ...PATIENT });
    proxies.set(proxy, known);
    return known;
  };
  return {
    async fetch(input, init: RequestInit & { readonly dispatcher?: Dispatcher } = {}) {
      const address = input instanceof Request ? input.url : String(input);
      const dispatcher = dispatcherFor(address) ?? init.dispatcher ?? direct;
      // Its types are of undici's own classes, which are those that Node.js brings.
      const answer = await dispatchedFetch(address, { ...(init as object), dispatcher });
      return answer as unknown as Response;
    },
    dispatcherFor,
    socketAgentFor(address) {
      const proxy = proxyFor(address, settings);
      return proxy === undefined ? undefined : new HttpsProxyAgent(proxy);
    },
    async close() {
      await Promise.all([direct, ...proxies.values()].map((dispatcher) => dispatcher.destroy()));
    },
  };
}

/** A name and password in a proxy's address become its header. */
function withToken(proxy: string): ProxyAgent.Options {
  const url = new URL(proxy);
  if (url.username === '' && url.password === '') return { uri: proxy };
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return { uri: url.href, token: `Basic ${Buffer.from(credentials).toString('base64')}` };
}
