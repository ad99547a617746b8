/** A token's bytes as they travel through storage: hexadecimal digits, undefined where they are not known. */
export function packBytes(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('hex');
}

/** Reads what `packBytes` wrote. */
export function unpackBytes(packed: string | undefined): Uint8Array | undefined {
  return packed === undefined ? undefined : Buffer.from(packed, 'hex');
}
