/** UTF-16 code units looked at in one go: V8's segmenter takes time for each character that grows with the whole text. */
const STRETCH = 1024;

/** Up to here no character joins another, but for a line break of two; a mark may join the last one. */
const FIRST_MARK = 0x300;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The user-perceived characters of a text of any length (extended grapheme clusters, as Unicode's UAX #29 defines them), in
 * order and in time proportional to it.
 */
export function* graphemes(text: string): Generator<string> {
  let start = 0;
  let stretch = STRETCH;
  while (start < text.length) {
    if (isAlone(text, start)) {
      yield text.charAt(start);
      start += 1;
      continue;
    }
    let end = Math.min(text.length, start + stretch);
    // Half a surrogate pair would count as a character of its own.
    if ((text.codePointAt(end - 1) ?? 0) > 0xffff) end++;
    const segments: string[] = [];
    for (const { segment } of segmenter.segment(text.slice(start, end))) {
      segments.push(segment);
      // A long stretch is for a long first one: what comes after it is looked at in short ones again.
      if (stretch > STRETCH && segments.length === 2) break;
    }
    // The last one may go on after the stretch; where it is the only one, a longer stretch is needed to see its end.
    if (end < text.length) segments.pop();
    stretch = segments.length === 0 ? stretch * 2 : STRETCH;
    for (const segment of segments) {
      start += segment.length;
      yield segment;
    }
  }
}

/** Whether it is seen without the segmenter, which is slow, that a character is one by itself. */
function isAlone(text: string, at: number): boolean {
  if (text.charCodeAt(at) >= FIRST_MARK || text.charCodeAt(at + 1) >= FIRST_MARK) return false;
  return text.charAt(at) !== '\r' || text.charAt(at + 1) !== '\n';
}
