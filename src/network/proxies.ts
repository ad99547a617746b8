import { BlockList, isIP } from 'node:net';

/** Through which proxies requests go, as the usual variables name them. */
export interface ProxySettings {
  /** For addresses that begin with `http:` or `ws:`. */
  readonly http?: string | undefined;
  /** For addresses that begin with `https:` or `wss:`. */
  readonly https?: string | undefined;
  /** What is asked without one: hosts, domains with or without a leading dot, `host:port`, networks such as `10.0.0.0/8`, or `*`. */
  readonly except?: readonly string[] | undefined;
}

const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'ws:': '80', 'https:': '443', 'wss:': '443' };

/**
 * The proxy that an address is asked through; undefined where it is asked directly. This machine always is: its own servers
 * are of no concern to a proxy.
 */
export function proxyFor(address: string | URL, { http, https, except = [] }: ProxySettings): string | undefined {
  const url = new URL(address);
  const proxy = url.protocol === 'https:' || url.protocol === 'wss:' ? https : http;
  if (proxy === undefined) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || PORTS[url.protocol];
  if (isThisMachine(host) || except.some((rule) => covers(rule.toLowerCase(), host, port))) return undefined;
  return proxy;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || isWithin('127.0.0.0/8', host);
}

function covers(rule: string, host: string, port: string | undefined): boolean {
  if (rule === '*') return true;
  if (rule.includes('/')) return isWithin(rule, host);
  const [, name = rule, wanted] = /^(.*[^:]):(\d+)$/.exec(rule) ?? [];
  if (wanted !== undefined && isIP(rule) === 0) return wanted === port && covers(name, host, port);
  const domain = rule.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
  return host === domain || host.endsWith(`.${domain}`);
}

/** Whether a host is an address in a network, such as `10.0.0.0/8`; a rule that is no network has none in it. */
function isWithin(network: string, host: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const family = isIP(address);
  const prefix = Number(bits);
  if (family === 0 || isIP(host) !== family) return false;
  if (bits === '' || !Number.isInteger(prefix) || prefix < 0 || prefix > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(address, prefix, kind);
  return list.check(host, kind);
}
