import { generateKeyPairSync, sign } from 'node:crypto';

/** Signs as Discord does. */
export interface Signer {
  /** Hexadecimal digits. */
  readonly publicKey: string;
  /** @param at Unix milliseconds */
  headers(body: string | Uint8Array, at?: number): Record<string, string>;
}

export function createSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex'),
    headers(body, at = Date.now()) {
      const timestamp = String(Math.floor(at / 1000));
      const signed = Buffer.concat([Buffer.from(timestamp), Buffer.from(body)]);
      return {
        'content-type': 'application/json',
        'x-signature-ed25519': sign(null, signed, privateKey).toString('hex'),
        'x-signature-timestamp': timestamp,
      };
    },
  };
}
