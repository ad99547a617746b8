import { generateKeyPairSync, sign } from 'node:crypto';

/** Where interactions are sent over HTTP, and what they are signed with. */
export interface InteractionsEndpoint {
  /** What signatures are checked with: 32 bytes as hexadecimal digits. */
  readonly verifyKey: string;
  /** The headers that a body is signed with. `at` is in Unix milliseconds. */
  sign(body: string, at: number): Record<string, string>;
  /**
   * Sets where interactions go from now on: to these addresses in turn, or over the gateway where there are none.
   *
   * @param guildId those of this guild alone; undefined: of all guilds that nothing is set for
   * @param addresses undefined: nothing is set for it any more
   */
  set(guildId: string | undefined, addresses: readonly string[] | undefined): void;
  /** The addresses for a guild, the one whose turn it is first; none where its interactions go over the gateway. */
  next(guildId: string | undefined): readonly string[];
  /** Whether interactions of a guild go over HTTP. */
  isSet(guildId: string | undefined): boolean;
  /** The one address of all guilds, as an application's settings have it. */
  address(): string | undefined;
}

/** An endpoint that is not set, with a fresh key. */
export function createInteractionsEndpoint(): InteractionsEndpoint {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const addresses = new Map<string | undefined, readonly string[]>();
  let turn = 0;
  const of = (guildId: string | undefined) => addresses.get(guildId) ?? addresses.get(undefined) ?? [];
  return {
    verifyKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex'),
    sign(body, at) {
      const timestamp = String(Math.floor(at / 1000));
      return {
        'X-Signature-Ed25519': sign(null, Buffer.from(timestamp + body), privateKey).toString('hex'),
        'X-Signature-Timestamp': timestamp,
      };
    },
    set(guildId, to) {
      if (to === undefined) addresses.delete(guildId);
      else addresses.set(guildId, to);
    },
    next(guildId) {
      const all = of(guildId);
      if (all.length === 0) return [];
      turn += 1;
      const first = turn % all.length;
      return [...all.slice(first), ...all.slice(0, first)];
    },
    isSet: (guildId) => of(guildId).length > 0,
    address: () => addresses.get(undefined)?.[0],
  };
}
