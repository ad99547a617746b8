import { describe, expect, expectTypeOf, test } from 'vitest';
import { explain, UserError } from '../src/errors.js';
import { createFact, type FactArguments, type FactParams, sentenceOf } from '../src/facts.js';
import { factSchema } from '../src/lesson/stored/stored-fact.js';
import type { ErrorCode, FactCode, WordsOf } from '../src/words/facts.js';

const tooLong = { characters: 123_456, most: 100_000 };

/** A type of data that JSON can hold, or what is left of another. */
type Plain<T> = T extends string | number | boolean | undefined
  ? T
  : T extends (...args: never[]) => unknown
    ? never
    : { readonly [K in keyof T]: Plain<T[K]> };

describe('a fact', () => {
  test('is put into the words of its code', () => {
    const fact = createFact('text-too-long-to-cut', tooLong);
    expect(fact).toEqual({ code: 'text-too-long-to-cut', params: tooLong });
    expect(sentenceOf(fact, 'en-GB')).toBe(
      'That text has 123,456 characters, and I can cut at most 100,000. Try a part of it.',
    );
  });

  test('is the same sentence after it was stored', () => {
    const fact = createFact('said', { sentence: createFact('text-too-long-to-cut', tooLong) });
    const stored = factSchema.parse(JSON.parse(JSON.stringify(fact)));
    expect(sentenceOf(stored, 'en')).toBe(sentenceOf(fact, 'en'));
    expect(sentenceOf(stored, 'en')).toContain('123,456 characters');
  });

  test('of an earlier version is the sentence that it stored', () => {
    expect(sentenceOf(factSchema.parse('Stopped by Ann.'), 'en')).toBe('Stopped by Ann.');
  });

  test.each([
    [{ code: 'of-tomorrow', params: {} }],
    [{ code: 'toString', params: {} }],
    [{ code: '__proto__', params: {} }],
    [{ code: 'text-too-long-to-cut', params: { characters: 'many' } }],
    [{ code: 'said', params: {} }],
    [{ code: 'said', params: { sentence: 7 } }],
  ])('that has no words here is told in general: %j', (fact) => {
    expect(sentenceOf(factSchema.parse(fact), 'en')).toBe(
      'Another version of Tokenscope noted here what happened, and this one has no words for it.',
    );
  });

  test('takes plain data, and a fact for any text in it', () => {
    // @ts-expect-error What it is made with is missing.
    expect(createFact('text-too-long-to-cut').params).toEqual({});
    // @ts-expect-error There is no such code.
    createFact('no-such-code');
    expectTypeOf<FactArguments<'drawing-failed'>>().toEqualTypeOf<[params?: undefined]>();
    expectTypeOf<FactParams<'text-too-long-to-cut'>>().toEqualTypeOf<{
      readonly characters: number;
      readonly most: number;
    }>();
    expectTypeOf<WordsOf<FactCode>>().toExtend<Plain<WordsOf<FactCode>>>();
    expectTypeOf<ErrorCode>().toExtend<FactCode>();
  });
});

describe('an error for people', () => {
  test('carries its fact, and has its sentence in English', () => {
    const cause = new Error('inside');
    const error = new UserError('drawing-failed', {}, { cause });
    expect(error).toMatchObject({ name: 'UserError', cause, fact: { code: 'drawing-failed', params: {} } });
    expect(error.message).toBe('Drawing failed, because of a fault inside Tokenscope.');
    expect(explain(error, 'de')).toEqual({ sentence: error.message, incident: undefined });
  });

  test('is made again of a fact that came from another thread', () => {
    const error = new UserError('text-too-long-to-cut', tooLong);
    const again = new UserError(structuredClone(error.fact), { cause: error });
    expect(again).toMatchObject({ message: error.message, fact: error.fact, cause: error });
  });

  test('gets an id to look up in the log where nobody foresaw it', () => {
    const { sentence, incident } = explain(new Error('sk-secret'), 'en');
    expect(incident).toMatch(/^[0-9a-f]{8}$/);
    expect(sentence).toContain(`look for ${incident} in its log`);
    expect(sentence).not.toContain('secret');
  });
});
