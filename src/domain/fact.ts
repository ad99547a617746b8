/**
 * Something to tell people, before anybody knows in which language: which sentence it is, and what it is made with. Plain
 * JSON data, so that it can be stored and passed between threads.
 */
export interface Fact {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What stands inside a sentence: a text that is the same in every language, such as a name, or a fact with words of its own. */
export type Told = string | Fact;

/** Whether a value is a fact, as opposed to other plain data. */
export function isFact(value: unknown): value is Fact {
  if (typeof value !== 'object' || value === null) return false;
  const { code, params } = value as Partial<Fact>;
  return typeof code === 'string' && typeof params === 'object' && params !== null && !Array.isArray(params);
}
