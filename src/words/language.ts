import { createDuration } from './duration.js';
import { createFigures, type Figures } from './figures.js';

/** How one language writes numbers, and puts nouns to them. */
export interface Language extends Figures {
  /** Its BCP 47 tag, such as `en-US`. */
  readonly tag: string;
  /** A time rounded up to whole seconds, minutes or hours, so that it is over by then: `90 seconds`, `2 minutes`. */
  readonly duration: (seconds: number) => string;
  /** A place in an order in figures: `1st`, `22nd`. */
  readonly ordinal: (place: number) => string;
  /** A number with its noun in the form that the language has for it: `1 token`, `1,234 tokens`. */
  readonly plural: (amount: number, forms: PluralForms) => string;
}

/** A noun in the forms that `Intl.PluralRules` tells apart; English has `one` and `other`. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** What is known of languages so far: what `Intl` has to make for one takes long. */
const known = new Map<string, Language>();

/** What is known of a language by its tag. */
export function languageOf(tag: string): Language {
  const language = known.get(tag) ?? createLanguage(tag);
  known.set(tag, language);
  return language;
}

function createLanguage(tag: string): Language {
  const rules = new Intl.PluralRules(tag);
  const ordinals = new Intl.PluralRules(tag, { type: 'ordinal' });
  const figures = createFigures(tag);
  return {
    ...figures,
    tag,
    duration: createDuration(tag),
    ordinal: (place) => `${figures.count(place)}${ORDINALS_EN[ordinals.select(place)]}`,
    plural: (amount, forms) => `${figures.count(amount)} ${forms[rules.select(amount)] ?? forms.other}`,
  };
}

/** English alone writes ordinals so; a further language brings its own. */
const ORDINALS_EN: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  zero: 'th',
  one: 'st',
  two: 'nd',
  few: 'rd',
  many: 'th',
  other: 'th',
};
