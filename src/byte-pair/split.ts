/**
 * How GPT-4o's o200k_base cuts a text into pieces before it merges bytes (`pat_str` in OpenAI's tiktoken). JavaScript has
 * no `(?i:…)`, and its `\s` has other characters than Unicode's White_Space, which tiktoken means.
 */
export const O200K_SPLIT = (() => {
  const shortened = "(?:'(?:[sSſ]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD]))?";
  const upper = '\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}';
  const lower = '\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}';
  const space = '\\p{White_Space}';
  return new RegExp(
    [
      `[^\\r\\n\\p{L}\\p{N}]?[${upper}]*[${lower}]+${shortened}`,
      `[^\\r\\n\\p{L}\\p{N}]?[${upper}]+[${lower}]*${shortened}`,
      '\\p{N}{1,3}',
      ` ?[^${space}\\p{L}\\p{N}]+[\\r\\n/]*`,
      `${space}*[\\r\\n]+`,
      `${space}+(?!\\P{White_Space})`,
      `${space}+`,
    ].join('|'),
    'gu',
  );
})();

/** How cl100k_base does (`pat_str` in tiktoken). */
export const CL100K_SPLIT = (() => {
  const space = '\\p{White_Space}';
  return new RegExp(
    [
      "'(?:[sSſ]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])",
      '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+',
      '\\p{N}{1,3}',
      ` ?[^${space}\\p{L}\\p{N}]+[\\r\\n]*`,
      `${space}*[\\r\\n]+`,
      `${space}+(?!\\P{White_Space})`,
      `${space}+`,
    ].join('|'),
    'gu',
  );
})();

/** How r50k_base and p50k_base do (`pat_str` in tiktoken). */
export const R50K_SPLIT =
  /'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/**
 * How this project's own vocabulary cuts a text: letters, marks and each single digit with the space before them, the end
 * of a shortened word (`'s`), and other spaces. A line break is always alone, so that a line reads the same
 * whether or not another one follows it.
 */
export const OWN_SPLIT =
  /(?<=\p{L})'(?:s|t|re|ve|m|ll|d)(?!\p{L})| ?\p{L}[\p{L}\p{M}]*| ?\p{N}| ?[^\s\p{L}\p{N}]+|[\r\n]|[^\S\r\n]+(?!\S)|\s/giu;

/** A text's pieces in order; tokens are never merged across them. */
export function piecesOf(text: string, split: RegExp): readonly string[] {
  return text.match(split) ?? [];
}
