import { webcrypto } from 'node:crypto';
import { verifyKey } from 'discord-interactions';
import type { DiscordClock } from './discord-clock.js';

/** What a request is signed with, as its headers have it. */
export interface Signed {
  readonly signature: string;
  /** Unix seconds, as they were sent. */
  readonly timestamp: string;
}

/** Why a signed request is not taken for one of Discord's: somebody else signed it, or it was sent long ago. */
export type NotDiscords = 'forged' | 'old';

/** Knows whether a request is Discord's. */
export interface SignatureCheck {
  /** Reads how a request is signed; undefined where it is not. */
  headers(get: (name: string) => string | undefined): Signed | undefined;
  /** @param body byte by byte as it came */
  body(signed: Signed, body: Uint8Array): Promise<NotDiscords | undefined>;
}

/** Discord sends a request within seconds: what was signed longer ago is sent again by somebody else, in milliseconds. */
const MAX_AGE_MS = 10_000;

/** So many different ones in a row are not sent again by somebody: what is known of Discord's clock is wrong. */
const MAX_OLD_IN_ROW = 5;

/**
 * Creates the check of Discord's signatures: https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint
 *
 * @param publicKey 32 bytes as hexadecimal digits
 */
export async function createSignatureCheck(publicKey: string, clock: DiscordClock): Promise<SignatureCheck> {
  const raw = Buffer.from(publicKey, 'hex');
  const key = await webcrypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
  const oldOnes = new Set<string>();
  const isOld = (timestamp: string) => clock.leastAge(Number(timestamp) * 1000) > MAX_AGE_MS;

  return {
    headers(get) {
      const signature = get('x-signature-ed25519') ?? '';
      const timestamp = get('x-signature-timestamp') ?? '';
      return /^[\da-f]{128}$/i.test(signature) && /^\d{1,11}$/.test(timestamp) ? { signature, timestamp } : undefined;
    },
    async body({ signature, timestamp }, body) {
      if (!(await verifyKey(body, signature, timestamp, key))) return 'forged';
      if (isOld(timestamp)) {
        oldOnes.add(timestamp);
        if (oldOnes.size < MAX_OLD_IN_ROW) return 'old';
        clock.forget();
      }
      oldOnes.clear();
      clock.note(Number(timestamp) * 1000);
      return undefined;
    },
  };
}
