import { z } from 'zod';
import { operatorWords } from './words/operator.js';

/** Which of Discord's shards a process serves: `count` is of all, `ids` are this process's own, from 0. */
export interface ShardRange {
  readonly ids: readonly number[];
  readonly count: number;
}

/** `auto`: as many as Discord recommends, all in this process. */
export type Shards = 'auto' | ShardRange;

/** How interactions come over HTTP. */
export interface InteractionsByHTTP {
  /** Listened to on all networks of this machine; 0 takes a free one. */
  readonly port: number;
  /** What Discord's signatures are checked with, as hexadecimal digits; undefined: Discord is asked for it. */
  readonly publicKey: string | undefined;
  /** Whether the gateway is connected as well, which messages come over: where shards are set, it is. */
  readonly besideGateway: boolean;
}

/** Discord asks for a shard for each 2,500 servers at most: this many serve more servers than there are. */
const MAX_SHARDS = 16_384;

const MAX_PORT = 65_535;

const words = operatorWords('en').setting;

/** A whole number, a range such as `0-3 of 16`, one shard such as `2 of 16`, or `auto`. */
export const shardsSchema = z.string().transform((text, context): Shards => {
  if (text === 'auto') return 'auto';
  const [, from, to, of] = /^(?:(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s+of\s+)?(\d{1,5})$/.exec(text) ?? [];
  const count = Number(of);
  const first = Number(from ?? 0);
  const last = from === undefined ? count - 1 : Number(to ?? from);
  if (of === undefined || count < 1 || count > MAX_SHARDS || first > last || last >= count) {
    context.addIssue({ code: 'custom', message: words.noShards });
    return z.NEVER;
  }
  return { ids: Array.from({ length: last - first + 1 }, (_, at) => first + at), count };
});

/** A number of a variable, both bounds included. */
export function numberFrom(least: number, most: number) {
  const problem = words.notFromTo(least, most);
  return z.coerce.number(problem).min(least, problem).max(most, problem);
}

/** A port of this machine; 0 takes a free one. */
export const portSchema = numberFrom(0, MAX_PORT).int(words.notWhole);

/** An Ed25519 public key as Discord's developer portal shows it. */
export const publicKeySchema = z.string().regex(/^[\da-f]{64}$/i, words.noPublicKey);

/** The storage's address: a file, or a PostgreSQL server. */
export const databaseURLSchema = z.string().regex(/^(?:file:.|postgres(?:ql)?:\/\/)/, words.noDatabase);

/** What the variables of interactions over HTTP come to. */
export function interactionsOf(env: {
  readonly INTERACTIONS_PORT?: number | undefined;
  readonly DISCORD_PUBLIC_KEY?: string | undefined;
  readonly SHARDS?: Shards | undefined;
}): { readonly interactions?: InteractionsByHTTP } {
  const { INTERACTIONS_PORT: port, DISCORD_PUBLIC_KEY: publicKey, SHARDS: shards } = env;
  if (port === undefined) return {};
  return { interactions: { port, publicKey, besideGateway: shards !== undefined } };
}

/** What is wrong where two things are to listen at one port; 0 is any that is free. */
export function samePort(env: {
  readonly DISCORD_TOKEN?: string | undefined;
  readonly OPERATIONS_PORT?: number | undefined;
  readonly INTERACTIONS_PORT?: number | undefined;
  readonly PLAYGROUND_PORT: number;
}): string | undefined {
  const { DISCORD_TOKEN, OPERATIONS_PORT, INTERACTIONS_PORT } = env;
  const PLAYGROUND_PORT = DISCORD_TOKEN === undefined ? env.PLAYGROUND_PORT : undefined;
  const ports = Object.entries({ OPERATIONS_PORT, INTERACTIONS_PORT, PLAYGROUND_PORT });
  const isTwice = (port: number) => ports.filter(([, other]) => other === port).length > 1;
  const [, port] = ports.find(([, one]) => one !== undefined && one !== 0 && isTwice(one)) ?? [];
  if (port === undefined) return undefined;
  return words.samePort(
    port,
    ports.filter(([, one]) => one === port).map(([name]) => name),
  );
}
