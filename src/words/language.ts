import { formatDuration } from './duration.js';
import {
  formatBits,
  formatCount,
  formatCountRange,
  formatPercent,
  formatPercentRange,
  formatPerplexity,
} from './format.js';

/** How one language writes numbers, and puts nouns to them. */
export interface Language {
  /** Its BCP 47 tag, such as `en-US`. */
  readonly tag: string;
  readonly percent: typeof formatPercent;
  readonly percentRange: typeof formatPercentRange;
  readonly bits: typeof formatBits;
  readonly perplexity: typeof formatPerplexity;
  readonly count: typeof formatCount;
  readonly countRange: typeof formatCountRange;
  /** A time rounded up to whole seconds, minutes or hours, so that it is over by then: `90 seconds`, `2 minutes`. */
  readonly duration: (seconds: number) => string;
  /** A number with its noun in the form that the language has for it: `1 token`, `1,234 tokens`. */
  readonly plural: (amount: number, forms: PluralForms) => string;
}

/** A noun in the forms that `Intl.PluralRules` tells apart; English has `one` and `other`. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** Creates what is known of a language by its tag. */
export function createLanguage(tag: string): Language {
  const rules = new Intl.PluralRules(tag);
  return {
    tag,
    percent: formatPercent,
    percentRange: formatPercentRange,
    bits: formatBits,
    perplexity: formatPerplexity,
    count: formatCount,
    countRange: formatCountRange,
    duration: (seconds) => formatDuration(seconds, tag),
    plural: (amount, forms) => `${formatCount(amount)} ${forms[rules.select(amount)] ?? forms.other}`,
  };
}
