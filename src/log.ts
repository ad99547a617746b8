import { hostname } from 'node:os';
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import type { Config, LogFormat, LogLevel } from './config.js';
import type { LineOutput } from './line-output.js';
import { logLineAsText } from './log-line-as-text.js';
import { parseEndpointAddress } from './model/wire/endpoint-address.js';
import { currentWatch } from './run-watch.js';
import { secretsInAddress } from './storage/postgres/address.js';

/** Text of an error that is longer is cut: a server's answer can be in it. */
const MAX_ERROR_TEXT = 4000;

/** Shorter ones are placeholders, and parts of other words. */
const MIN_SECRET = 8;

/**
 * Creates the log: a line an event.
 *
 * @param destination where the lines go; the bot's is standard error, so that standard output holds only what is for people
 * @param secrets blotted out of every line, wherever they came from
 * @param format JSON by default
 * @param marks what each line says of the process, beside its number and its machine
 */
export function createLog(
  level: LogLevel,
  destination: DestinationStream,
  secrets: readonly string[] = [],
  format: LogFormat = 'json',
  marks: Readonly<Record<string, string>> = {},
): Logger {
  const long = secrets.filter((secret) => secret.length >= MIN_SECRET);
  const spellings = long.map((secret) => JSON.stringify(secret).slice(1, -1));
  const streamWrite = (line: string) => {
    const clean = withoutSecrets(line, spellings);
    return format === 'json' ? clean : logLineAsText(clean);
  };
  // Before a text is cut, which may be in the middle of a secret.
  const cut = (text: string) => cutOff(withoutSecrets(text, long));
  const err = (error: unknown) => withoutContents(error, cut);
  const mixin = () => ({ ...currentWatch()?.marks });
  const base = { pid: process.pid, hostname: hostname(), ...marks };
  return pino({ level, base, serializers: { err }, hooks: { streamWrite }, mixin }, destination);
}

/** Has the log say how many of its lines were lost, as soon as its lines are taken again. */
export function tellLostLines(log: Logger, output: LineOutput): void {
  output.onRecovered((lines) => {
    const level = log.isLevelEnabled('warn') ? 'warn' : (log.level as LogLevel);
    log[level]({ lines }, 'log lines were lost: for a while nobody took them, or the disk was full');
  });
}

/** Everything in the configuration that must never be written anywhere. */
export function secretsOf(config: Config): string[] {
  const { discord, model, otherEndpoints = [], moderation, proxies = {}, traces, databaseURL } = config;
  const asked: Pick<Config['model'], 'baseURL' | 'replicaURLs' | 'apiKey' | 'headers'>[] = [model, ...otherEndpoints];
  if (moderation !== undefined) asked.push(moderation);
  const ofEndpoints = asked.flatMap(({ baseURL, replicaURLs = [], apiKey, headers = {} }) => [
    apiKey,
    ...Object.values(headers),
    ...[...(baseURL === undefined ? [] : [baseURL]), ...replicaURLs].flatMap(
      (url) => parseEndpointAddress(url).secrets,
    ),
  ]);
  const ofProxies = [proxies.http, proxies.https].flatMap((proxy) =>
    proxy === undefined ? [] : parseEndpointAddress(proxy).secrets,
  );
  const ofTraces = traces === undefined ? [] : parseEndpointAddress(traces.url).secrets;
  const headers = Object.values(traces?.headers ?? {});
  const ofDatabase = secretsInAddress(databaseURL);
  return [discord.token, ...ofEndpoints, ...ofProxies, ...ofTraces, ...headers, ...ofDatabase].filter(
    (secret) => secret !== undefined,
  );
}

/**
 * An error for the log. Those of Discord requests, rate limits among them, carry the request: its body is what people and
 * models wrote, and its address holds the interaction's token, so only what tells the cause is kept. Others may carry an answer: of what they
 * hold beside their message and stack, only single values are kept.
 */
function withoutContents(error: unknown, cut: (text: string) => string): unknown {
  if (!(error instanceof Error)) return error;
  if ('requestBody' in error || 'majorParameter' in error) {
    const { name, message } = error;
    const { code, status, method } = error as Error & { code?: unknown; status?: unknown; method?: unknown };
    return { type: name, message: cut(message), code, status, method };
  }
  return Object.fromEntries(
    Object.entries(stdSerializers.err(error))
      .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
      .map(([name, value]) => [name, typeof value === 'string' ? cut(value) : value]),
  );
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, '•••'), text);
}

function cutOff(text: string): string {
  // Whole user-perceived characters are not worth the time of the bot's own thread that finding them takes.
  return text.length <= MAX_ERROR_TEXT ? text : `${text.slice(0, MAX_ERROR_TEXT)}…`;
}
