/** A value of a GGUF file's metadata, with the type that it is written as. */
export type GgufValue =
  | { readonly type: 'uint32' | 'float32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'int32s' | 'float32s'; readonly value: readonly number[] };

/** A matrix or a vector of 32-bit floats, row by row. */
export interface GgufTensor {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly numbers: Float32Array;
}

/** Numbers that the format gives to types of values (`enum gguf_type` in ggml's `gguf.h`). */
const TYPES = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;
const VERSION = 3;
const ALIGNMENT = 32;
/** `GGML_TYPE_F32`. */
const FLOATS = 0;

/**
 * A model as llama.cpp loads it.
 *
 * @see docs/gguf.md of the ggml repository: header, metadata, descriptions of tensors, tensors; little-endian
 */
export function writeGguf(metadata: Readonly<Record<string, GgufValue>>, tensors: readonly GgufTensor[]): Buffer {
  const entries = Object.entries(metadata);
  const parts: Buffer[] = [Buffer.from('GGUF'), uint32(VERSION), uint64(tensors.length), uint64(entries.length)];
  for (const [key, value] of entries) parts.push(string(key), valueBytes(value));
  let offset = 0;
  for (const { name, rows, columns, numbers } of tensors) {
    // A vector has one dimension; of a matrix the columns are told first.
    const dimensions = rows === 1 ? [columns] : [columns, rows];
    parts.push(string(name), uint32(dimensions.length), ...dimensions.map(uint64), uint32(FLOATS), uint64(offset));
    offset += aligned(numbers.byteLength);
  }
  const header = Buffer.concat(parts);
  const data = tensors.flatMap(({ numbers }) => {
    const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    return [bytes, Buffer.alloc(aligned(bytes.length) - bytes.length)];
  });
  return Buffer.concat([header, Buffer.alloc(aligned(header.length) - header.length), ...data]);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function valueBytes(value: GgufValue): Buffer {
  switch (value.type) {
    case 'uint32':
      return Buffer.concat([uint32(TYPES.uint32), uint32(value.value)]);
    case 'float32':
      return Buffer.concat([uint32(TYPES.float32), float32(value.value)]);
    case 'bool':
      return Buffer.concat([uint32(TYPES.bool), Buffer.of(value.value ? 1 : 0)]);
    case 'string':
      return Buffer.concat([uint32(TYPES.string), string(value.value)]);
    case 'strings':
      return list(TYPES.string, value.value.map(string));
    case 'int32s':
      return list(TYPES.int32, value.value.map(int32));
    case 'float32s':
      return list(TYPES.float32, value.value.map(float32));
  }
}

function list(type: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([uint32(TYPES.array), uint32(type), uint64(items.length), ...items]);
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

function int32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(number);
  return bytes;
}

function float32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(number);
  return bytes;
}

function uint64(number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(number));
  return bytes;
}
