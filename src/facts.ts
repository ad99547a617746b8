import { type Fact, isFact, type Told } from './domain/fact.js';
import { generalErrors } from './words/errors/general.js';
import { type FactCode, factParts, type WordsOf } from './words/facts.js';

/** What a fact is made with: plain data, in which a fact may stand for any text and is put into words first. */
export type FactParams<C extends FactCode> =
  WordsOf<C> extends undefined ? undefined : { readonly [K in keyof WordsOf<C>]: Given<WordsOf<C>[K]> };

type Given<V> = V extends readonly string[] ? readonly Told[] : string extends V ? Told | V : V;

/** What follows a code: nothing where its words are always the same. */
export type FactArguments<C extends FactCode> =
  FactParams<C> extends undefined ? [params?: undefined] : [params: FactParams<C>];

/** Creates a fact; its code says which words it has, and they say what it is made with. */
export function createFact<C extends FactCode>(code: C, ...[params]: FactArguments<C>): Fact {
  return { code, params: { ...params } };
}

/**
 * Puts a fact into words; a text stays as it is.
 *
 * @param locale such as `en-US`
 * @returns a general sentence for a fact of another version, which has no words here
 */
export function sentenceOf(told: Told, locale: string): string {
  if (typeof told === 'string') return told;
  const { code, params } = told;
  const words: Readonly<Record<string, unknown>> | undefined = factParts.get(code)?.(locale);
  const say = words?.[code];
  try {
    const sentence: unknown = typeof say === 'function' ? say(toldIn(params, locale)) : undefined;
    if (typeof sentence === 'string') return sentence;
  } catch {
    // Another version made it with something else than these words take.
  }
  return generalErrors(locale)['without-words']();
}

/** The same data with the facts in it put into words. */
function toldIn(value: unknown, locale: string): unknown {
  if (Array.isArray(value)) return value.map((item) => toldIn(item, locale));
  if (isFact(value)) return sentenceOf(value, locale);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toldIn(inner, locale)]));
}
