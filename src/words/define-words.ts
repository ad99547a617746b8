import { type Language, languageOf } from './language.js';

/** One area's sentences in each language that they are written in: English always, and any other. */
export interface WordsByLanguage<W> {
  readonly en: (language: Language) => W;
  // English alone says which sentences there are: inferred from all, they would be those that every language has.
  readonly [language: string]: (language: Language) => NoInfer<W>;
}

/** The words for a locale such as `de` or `en-US`; English where its language is not written yet. */
export type Words<W> = (locale: string) => W;

/**
 * Defines the words of one command or area: functions of typed parameters, one record of them for each language.
 *
 * @returns finds them by a locale as Discord names it
 */
export function defineWords<W>(languages: WordsByLanguage<W>): Words<W> {
  const made = new Map<string, W>();
  return (locale) => {
    const language = subtagOf(locale);
    const known = Object.hasOwn(languages, language) ? language : 'en';
    const words = made.get(known) ?? (languages[known] ?? languages.en)(languageOf(known));
    made.set(known, words);
    return words;
  };
}

/** `de` of `de-AT`. */
function subtagOf(locale: string): string {
  return (/^[a-z]{2,3}/i.exec(locale)?.[0] ?? 'en').toLowerCase();
}
