import { expect, test } from 'vitest';
import { perplexityOf } from '../../commands/ask/write.js';
import { UNLISTED_LOGPROB } from '../../src/domain/token.js';
import type { AnsweredReply } from '../../src/lesson/record/record.js';
import { candidateOf } from '../builders/distribution.js';

const token = (text: string, logprob = Math.log(0.5)) => ({ ...candidateOf(text, 0.5), logprob, alternatives: [] });

const of = (text: string, ...tokens: ReturnType<typeof token>[]) =>
  perplexityOf({ answer: { text, tokens } } as unknown as Pick<AnsweredReply, 'answer'>);

test('a reply has a perplexity where its tokens are the whole of it', () => {
  expect(of('Hi you', token('Hi'), token(' you'))).toBeCloseTo(2, 12);
  // The end is a token as well, and some servers leave out spaces at the ends of a text.
  expect(of('Hi you', token(' Hi'), token(' you'), token('<|im_end|>'))).toBeCloseTo(2, 12);
  expect(of('Hi 😀', token('Hi'), { ...token('\uFFFD'), bytes: undefined })).toBeCloseTo(2, 12);
});

test('a gap gives none: at the end, in the middle, or at a token without a value', () => {
  expect(of('Hi you there', token('Hi'), token(' you'))).toBeUndefined();
  expect(of('Hi you there', token('Hi'), token(' there'))).toBeUndefined();
  expect(of('Hi you', token('Hi'), token(' you', UNLISTED_LOGPROB))).toBeUndefined();
  expect(of('Hi you', token('Hi'), token(' her'))).toBeUndefined();
});
