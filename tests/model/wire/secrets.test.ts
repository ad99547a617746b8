import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../../src/log.js';
import { spellingsOf } from '../../../src/model/wire/secret-spellings.js';
import { fitServerText } from '../../../src/model/wire/server-text.js';
import { notedFetch } from '../../../src/playground/page/noted-fetch.js';
import { startModel } from '../start-model.js';

/** Keys of no known beginning, with signs that are written in many ways. */
const KEYS = [
  'Gauge7-of-my/own+gateway=7c2f',
  'a"b\\c<d>&e\'f!(g)h*ij',
  '7d41c0ffee7d41c0ffee',
  'schlüssel-für-den-raum-9',
];

const pythonQuote = (key: string) =>
  [...Buffer.from(key)]
    .map((byte) =>
      /[\w.~/-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`,
    )
    .join('');

/** How servers, gateways and libraries repeat what they were sent. */
const WAYS: Record<string, (key: string) => string> = {
  'as it is': (key) => key,
  'in an address': (key) => encodeURIComponent(key),
  'in an address, with small letters': (key) => encodeURIComponent(key).replace(/%../g, (byte) => byte.toLowerCase()),
  'in an address, as Python does it': pythonQuote,
  'in an address in an address': (key) => encodeURIComponent(encodeURIComponent(key)),
  'in JSON': (key) => JSON.stringify(key),
  'in JSON in JSON': (key) => JSON.stringify(JSON.stringify({ key })),
  'in PHP’s JSON': (key) => JSON.stringify(key).replaceAll('/', '\\/'),
  'in HTML': (key) =>
    key
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'as a name with a password': (key) => `Basic ${Buffer.from(`user:${key}`).toString('base64')}`,
  'as a user and a password': (key) => `Basic ${Buffer.from(`me:${key}`).toString('base64')}`,
  'in base64 for addresses': (key) => Buffer.from(`k=${key}&more`).toString('base64url'),
  'with signs that nobody sees': (key) => `\u200b${key}\u200b`,
  'cut at its end': (key) => key.slice(0, Math.ceil(key.length / 2)),
  'cut in the middle': (key) => `${key.slice(0, 9)}…${key.slice(-9)}`,
  'cut with dots': (key) => `${key.slice(0, 10)}...${key.slice(-8)}`,
  'cut with stars': (key) => `${key.slice(0, 8)}*********${key.slice(-8)}`,
};

/** No eight characters of the key in a row are left, in any of its spellings; those of base64 that begin elsewhere included. */
function expectNothingOf(key: string, shown: string, repeated: string): void {
  const long = (text: string) =>
    Array.from({ length: Math.max(0, text.length - 9) }, (_, at) => text.slice(at, at + 10));
  for (const part of long(key)) expect(shown).not.toContain(part);
  // What stood around the key may stay.
  if (repeated.length > 12) expect(shown).not.toContain(repeated);
}

describe.each(KEYS)('a server that repeats the key %s', (key) => {
  test.each(Object.keys(WAYS))('%s shows nothing of it', (way) => {
    const repeated = WAYS[way]?.(key) ?? '';
    const said = `Incorrect key: ${repeated}`;
    const shown = fitServerText(said, spellingsOf([key]));
    expect(shown).toContain('Incorrect key: ');
    expectNothingOf(key, shown, repeated);
    // Whatever was there before it, and where that is cut.
    for (let before = 3950; before <= 4096; before += 7) {
      expectNothingOf(key, fitServerText(`${' '.repeat(before)}${repeated}`, spellingsOf([key])), repeated);
    }
  });

  test('tells it neither in a sentence, nor in the log, nor in the drawer', async () => {
    const whole = Object.entries(WAYS)
      .filter(([way]) => !way.startsWith('cut'))
      .map(([, write]) => write(key));
    for (const repeated of whole) {
      const lines: string[] = [];
      const secrets = spellingsOf([key]);
      const log = createLog('trace', { write: (line) => void lines.push(line) }, secrets);
      const notes: string[] = [];
      const { model } = await startModel(
        ({ method }) =>
          method === 'POST'
            ? { status: 401, json: { error: { message: `No: ${repeated}`, code: repeated } } }
            : undefined,
        {
          ...(/^[\x20-\x7e]+$/.test(key)
            ? { apiKey: key }
            : { headers: { 'x-key': Buffer.from(key).toString('latin1') } }),
          defaultModel: 'm',
          log,
          fetch: notedFetch(({ title, json }) => void notes.push(title + JSON.stringify(json)), secrets),
        },
      );
      const error = await model.reply({ question: 'Why?', temperature: 1 }).catch((thrown: unknown) => thrown);
      log.error({ err: new Error(`${'x'.repeat(3990)}${repeated}`), said: repeated }, 'a line');
      const all = [String(error), ...lines, ...notes].join('\n');
      expect(notes.join()).toContain('401');
      for (const spelled of [repeated, JSON.stringify(repeated).slice(1, -1)])
        expect(all).not.toContain(spelled.replace(/[^\S]|\u200b|Basic /g, ''));
    }
  });
});

test('a key in a header is a secret without its scheme too', async () => {
  const { model } = await startModel(
    ({ method }) =>
      method === 'POST' ? { status: 500, json: { error: { message: 'bad key zebra-key-123456' } } } : undefined,
    { headers: { authorization: 'Bearer zebra-key-123456' }, defaultModel: 'm', log: pino({ level: 'silent' }) },
  );
  await expect(model.reply({ question: 'Why?', temperature: 1 })).rejects.toThrow(/“bad key •••”/);
});
