/** Shorter texts take as much room where they stand. */
const LONG = 100;

/** A result, and the texts that stand in it several times, such as a prompt in each of its requests. */
export interface SharedTexts {
  readonly result: unknown;
  readonly texts?: readonly string[] | undefined;
}

/** Takes the long texts that stand in a result several times out of it, so that each is stored once. */
export function shareTexts(result: unknown): SharedTexts {
  const seen = new Set<string>();
  const places = new Map<string, number>();
  mapTexts(result, (text) => {
    if (text.length < LONG) return text;
    if (seen.has(text) && !places.has(text)) places.set(text, places.size);
    seen.add(text);
    return text;
  });
  if (places.size === 0) return { result };
  const shared = mapTexts(result, (text) => {
    const place = places.get(text);
    return place === undefined ? text : { [PLACE]: place };
  });
  return { result: shared, texts: [...places.keys()] };
}

/** Puts the texts back that `shareTexts` took out. */
export function putTextsBack({ result, texts }: SharedTexts): unknown {
  return texts === undefined ? result : putBack(result, texts);
}

/** The name of the only field of what stands in a text's place. */
const PLACE = '$text';

function putBack(value: unknown, texts: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => putBack(one, texts));
  if (typeof value !== 'object' || value === null) return value;
  const place: unknown = (value as Record<string, unknown>)[PLACE];
  if (typeof place === 'number') return texts[place];
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, putBack(one, texts)]));
}

function mapTexts(value: unknown, map: (text: string) => unknown): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, map)]));
}
