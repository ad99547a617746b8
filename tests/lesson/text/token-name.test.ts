import { describe, expect, test } from 'vitest';
import { tokenLabel, tokenSpelling } from '../../../src/lesson/text/token-label.js';
import { markedTokenName, tokenName } from '../../../src/lesson/text/token-name.js';

const tokenOf = (text: string, ...bytes: number[]) => ({
  text,
  bytes: bytes.length === 0 ? undefined : Uint8Array.from(bytes),
});

const ENDS = [
  '',
  '</s>',
  '<eos>',
  '<end_of_turn>',
  '<|endoftext|>',
  '<|im_end|>',
  '<|eot_id|>',
  '<｜end▁of▁sentence｜>',
];

describe('the name of a token in a sentence', () => {
  test.each([
    [' king', '“king”'],
    ['king', '“king”'],
    [',', '“,”'],
    [' —', '“—”'],
    ['New York', '“New York”'],
    [' ', 'a space'],
    ['\n', 'a new line'],
    [' "', 'a quotation mark'],
    ['  ', '“··”'],
    ['<|im_start|>', '“<|im_start|>”'],
  ])('%j', (text, name) => {
    expect(tokenName(tokenOf(text), 'en-US')).toBe(name);
  });

  test('is its bytes where it is part of a character', () => {
    expect(tokenName(tokenOf('\uFFFD', 0xf0, 0x9f), 'en-US')).toBe('“⟨F0 9F⟩”');
  });

  test('is one name for every end of a text, also in a chart; its own spelling is kept for Details', () => {
    for (const end of ENDS) {
      expect(tokenName(tokenOf(end), 'en-US')).toBe('the end of the text');
      expect(tokenLabel(tokenOf(end))).toBe('⟨end of text⟩');
    }
    expect(tokenSpelling(tokenOf('<|im_end|>'))).toBe('<|im_end|>');
    expect(tokenLabel(tokenOf('<|im_start|>'))).toBe('<|im_start|>');
  });

  test('is short, and no markup in markdown', () => {
    expect(Array.from(tokenName(tokenOf(`first${'x'.repeat(1000)}`), 'en-US')).length).toBeLessThanOrEqual(42);
    expect(markedTokenName(tokenOf(' **'), 'en-US')).toBe('“\\*\\*”');
  });
});
