const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The text's user-perceived characters (extended grapheme clusters, Unicode Standard Annex #29), in order. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), (part) => part.segment);
}
