/** A part of a picture with what it stands for. Places and sizes are shares of the picture's width and height, 0 to 1. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** What it is, such as a token. */
  readonly label: string;
  /** Its numbers, in words; may be empty. */
  readonly text: string;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = 'regions';

const MAX_CHUNKS = 20_000;
const MAX_MAP_BYTES = 512 * 1024;
const MAX_REGIONS = 2000;
const MAX_LABEL = 120;
const MAX_TEXT = 400;

/**
 * Reads the image map that a PNG carries: an uncompressed `iTXt` chunk with the keyword `regions`, whose text is JSON,
 * `{ width, height, regions: [{ x, y, width, height, label, text }] }`, in pixels. Chunks: PNG specification, 5.3 and
 * 11.3.3.4. The file may be anything: what cannot be a map, or a part of one, is left out.
 *
 * @returns in the order of the chunk, which is the reading order
 */
export function readImageMap(file: Uint8Array): Region[] {
  const chunk = mapChunk(file);
  if (chunk === undefined || chunk.length > MAX_MAP_BYTES) return [];
  try {
    return regionsOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(chunk)));
  } catch {
    return [];
  }
}

/** The text of the first chunk that says it is a map. */
function mapChunk(file: Uint8Array): Uint8Array | undefined {
  if (SIGNATURE.some((byte, at) => file[at] !== byte)) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = SIGNATURE.length;
  for (let chunks = 0; chunks < MAX_CHUNKS && at + 12 <= file.length; chunks += 1) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > file.length) return undefined;
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const text = type === 'iTXt' ? textOf(file.subarray(at + 8, end)) : undefined;
    if (text !== undefined) return text;
    at = end + 4;
  }
  return undefined;
}

/** Of keyword, 0, whether it is compressed, how, language, 0, translated keyword, 0, text: the text of an open map. */
function textOf(data: Uint8Array): Uint8Array | undefined {
  for (let at = 0; at < KEYWORD.length; at += 1) if (data[at] !== KEYWORD.charCodeAt(at)) return undefined;
  if (data[KEYWORD.length] !== 0 || data[KEYWORD.length + 1] !== 0) return undefined;
  const language = data.indexOf(0, KEYWORD.length + 3);
  const translated = language === -1 ? -1 : data.indexOf(0, language + 1);
  return translated === -1 ? undefined : data.subarray(translated + 1);
}

function regionsOf(map: unknown): Region[] {
  if (!isRecord(map) || !isSize(map.width) || !isSize(map.height) || !Array.isArray(map.regions)) return [];
  const { width, height } = map;
  const list: readonly unknown[] = map.regions;
  return list.slice(0, MAX_REGIONS).flatMap((one) => regionOf(one, width, height) ?? []);
}

function regionOf(one: unknown, width: number, height: number): Region | undefined {
  if (!isRecord(one) || typeof one.label !== 'string' || typeof one.text !== 'string') return undefined;
  const [left, right] = span(one.x, one.width, width);
  const [top, bottom] = span(one.y, one.height, height);
  const label = one.label.slice(0, MAX_LABEL);
  const text = one.text.slice(0, MAX_TEXT);
  if (!(right > left && bottom > top) || `${label}${text}`.trim() === '') return undefined;
  return { left, top, width: right - left, height: bottom - top, label, text };
}

/** Begin and end as shares of the whole, cut at its edges; not numbers where it is none. */
function span(start: unknown, length: unknown, whole: number): [number, number] {
  if (typeof start !== 'number' || typeof length !== 'number') return [Number.NaN, Number.NaN];
  const within = (place: number) => Math.min(1, Math.max(0, place / whole));
  return [within(start), within(start + length)];
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && value >= 1 && value <= 100_000;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
