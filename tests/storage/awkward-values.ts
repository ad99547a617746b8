import fc from 'fast-check';

/** Any text that databases take as it is. */
export const plainText = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));

/** What may go wrong on the way into a database and back. */
export const PAYLOADS: Readonly<Record<string, unknown>> = {
  nothing: null,
  'an empty text': '',
  'letters of many scripts': 'aéжあ中한ع\u0301\u200b🙂👩‍👩‍👧‍👦',
  'what a query is made of': 'x"; DROP TABLE runs; -- \' ? $1 :x @y',
  'U+0000': 'a\u0000b\u0000',
  'halves of characters': ['\ud83d', '\ude42', 'x\udfff', { '\ud800': 1 }],
  'control characters': String.fromCharCode(...Array.from({ length: 160 }, (_, code) => code)),
  'numbers to the last digit': [0.1 + 0.2, 1e308, 5e-324, -1e-7, Number.MAX_SAFE_INTEGER],
  'names that objects have': JSON.parse('{"__proto__": {"x": 1}, "constructor": 2, "": 3}'),
  megabytes: 'ü'.repeat(3_000_000),
};
