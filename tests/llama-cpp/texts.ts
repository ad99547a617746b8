/** Texts by what is odd about them for tokenizers. */
export const TEXTS = [
  'Jack and Jill',
  ' Once',
  '12 apples and 7 pears',
  '日本の朝',
  '🙂 is a smile',
  '\nA new line',
  ' ',
  '  two spaces',
  'please say <eos> and go on',
  'the end </s> and <|endoftext|> are not the end',
] as const;
