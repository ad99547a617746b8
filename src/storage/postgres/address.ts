import pg, { type ClientConfig } from 'pg';
import { decoded } from '../../decoded.js';
import { UserError } from '../../errors.js';
import { type EncryptionFault, takeEncryption } from './encryption.js';

/** A PostgreSQL database as an address names it. */
export interface PostgresAddress {
  /** As pg takes it. */
  readonly client: ClientConfig;
  /** Connections at most, beside the one that listens. */
  readonly connections: number;
  /** Where the tables are, so that other programs may use the same database. */
  readonly schema: string;
  /** The address without its password, for people. */
  readonly shown: string;
}

const DEFAULT_CONNECTIONS = 5;

const MAX_CONNECTIONS = 100;

const DEFAULT_SCHEMA = 'tokenscope';

/** What the address says to Tokenscope alone. */
const OWN = ['pool', 'schema'] as const;

/** Why an address is none. */
type Fault = 'unreadable' | 'several' | 'pool' | 'schema' | EncryptionFault;

/**
 * Parses `postgres://user:password@host:port/database`, with pg's own parameters after a question mark, and these: `pool`,
 * how many connections there may be, and `schema`, where the tables are. With `sslmode`, save for `disable` and `no-verify`, the
 * server has to prove who it is.
 *
 * @throws UserError where it is no such address
 */
export function parsePostgresAddress(url: string): PostgresAddress {
  const shown = withoutPassword(url);
  const refuse = (reason: Fault, cause?: unknown) =>
    new UserError('database-address', { address: shown, reason }, { cause });
  const { pool, schema = DEFAULT_SCHEMA, client } = readParts(url, refuse);
  const connections = pool === undefined ? DEFAULT_CONNECTIONS : Number(pool);
  if (!Number.isInteger(connections) || connections < 1 || connections > MAX_CONNECTIONS) throw refuse('pool');
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith('pg_')) throw refuse('schema');
  return { client: { ...client, application_name: 'tokenscope' }, connections, schema, shown };
}

function readParts(url: string, refuse: (reason: Fault, cause?: unknown) => Error) {
  const [address = '', query = ''] = split(url);
  if (/^[a-z]+:\/\/(.*@)?[^/]*,/i.test(address)) throw refuse('several');
  const parameters = new URLSearchParams(query);
  const [pool, schema] = OWN.map((name) => parameters.get(name) ?? undefined);
  for (const name of OWN) parameters.delete(name);
  const encryption = takeEncryption(parameters, refuse);
  const rest = parameters.toString();
  const client: ClientConfig = { connectionString: rest === '' ? address : `${address}?${rest}`, ...encryption };
  try {
    // It connects nowhere yet, and throws where it cannot read the address.
    new pg.Client(client);
  } catch (cause) {
    // Not the error itself: it may repeat the address.
    throw refuse('unreadable', cause instanceof Error ? new Error(cause.name) : undefined);
  }
  return { pool, schema, client };
}

function split(url: string): readonly string[] {
  const at = url.indexOf('?');
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)];
}

/** An address as it may be shown and logged. */
export function withoutPassword(url: string): string {
  // Nobody knows where the password ends in what cannot be read.
  if (!URL.canParse(url)) return url.replace(/(?<=:\/\/).*/s, '…');
  const [address = '', query] = split(url);
  const clean = address.replace(/^([a-z]+:\/\/)([^:@/]*):.*@/i, '$1$2@');
  const parameters = (query ?? '').split('&').filter((one) => one !== '' && !/^(ssl)?password=/i.test(one));
  return parameters.length === 0 ? clean : `${clean}?${parameters.join('&')}`;
}

/** Shorter ones are parts of other words. */
const MIN_SECRET = 4;

/** Everything in an address that must never be written anywhere, in each spelling. */
export function secretsInAddress(url: string): readonly string[] {
  const [address = '', query = ''] = split(url);
  const [, password = ''] = /^[a-z]+:\/\/[^:@/]*:(.*)@/i.exec(address) ?? [];
  const parameters = [...new URLSearchParams(query)].filter(([name]) => /password$/i.test(name));
  const secrets = [password, ...parameters.map(([, value]) => value)];
  return [...new Set(secrets.flatMap((one) => [one, decoded(one)]))].filter(({ length }) => length >= MIN_SECRET);
}
