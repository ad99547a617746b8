import { expect, test } from 'vitest';
import type { ShownToken, TokenizeResult } from '../../commands/tokenize/result.js';
import { whatIsSeen } from '../../commands/tokenize/what-is-seen.js';
import { tokenizeWords } from '../../commands/tokenize/words.js';

/** @param shared of each token, the number of the group that it is in */
function sentence(
  labels: readonly string[],
  characters: number,
  groups: readonly string[] = [],
  shared: Readonly<Record<number, number>> = {},
): string {
  const tokens = labels.map((label, at): ShownToken => ({ label, id: at, group: shared[at] }) as ShownToken);
  const counts: TokenizeResult['counts'] = { own: labels.length, around: 0, characters, bytes: characters };
  const seen = whatIsSeen({ counts, tokens, groups } as unknown as TokenizeResult);
  return tokenizeWords('en-US').sentence(counts, 'nothing', seen);
}

test('a word is what stands between spaces, in writing that has them', () => {
  expect(sentence(['The', '·cat', '·sat'], 11)).toBe(
    'The model reads **3 tokens**. Here each word is one token, with the space before it.',
  );
  expect(sentence(['Super', 'cali', 'fragilistic', 'expialidocious', '·is'], 37)).toContain(
    '“Supercalifragilisticexpialidocious” is not one piece: it is cut into 4.',
  );
  expect(sentence(['我', '喜欢', '吃', '披', '萨'], 6)).toBe(
    'The model reads **5 tokens**, each about 1.2 characters long.',
  );
  expect(sentence(['I', '·love', '·我', '爱'], 9)).not.toContain('each word');
});

test('a run of letters that is too long for a word is no proof that each word is one token', () => {
  const parts = Array.from({ length: 9 }, () => 'xxxxx');
  expect(sentence(['The', '·cat', '·', ...parts], 53)).toContain('characters long');
});

test('one character is called one, and several that no token cuts apart are not', () => {
  expect(sentence(['⟨F0 9F⟩', '⟨8D 95⟩'], 1, ['🍕'], { 0: 0, 1: 0 })).toContain(
    'The single character “🍕” is **2 tokens**.',
  );
  const word = sentence(['म', '◌ुझ', '◌े'], 2, ['मुझे'], { 0: 0, 1: 0, 2: 0 });
  expect(word).toContain('The characters “मुझे” take 3 of them.');
});

test('tokens of one character each are said to be so', () => {
  expect(sentence(['⟨U+200B⟩', '⟨U+2800⟩'], 2)).toBe('The model reads **2 tokens**, each about one character long.');
});
