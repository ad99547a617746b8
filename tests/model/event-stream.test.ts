import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEventStreamParser, type ServerEvent } from '../../src/model/event-stream.js';

function parse(pieces: readonly Uint8Array[]): ServerEvent[] {
  const parser = createEventStreamParser();
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
}

const data = (...texts: string[]): ServerEvent[] => texts.map((text) => ({ field: 'data', data: text }));

describe('server-sent events', () => {
  test.each(['\n', '\r\n', '\r'])('lines that end in %j', (end) => {
    const text = [
      ': ping',
      'event: x',
      'data: a',
      '',
      'data:b',
      'data: c',
      '',
      '',
      'id: 4',
      '',
      'data: [DONE]',
      '',
      '',
    ].join(end);
    expect(parse([Buffer.from(text)])).toEqual(data('a', 'b\nc', '[DONE]'));
  });

  test('an event that the end of the stream cuts short is kept, and llama.cpp’s error field too', () => {
    expect(parse([Buffer.from('data: a\n\nerror: {"code":500}')])).toEqual([
      ...data('a'),
      { field: 'error', data: '{"code":500}' },
    ]);
    expect(parse([Buffer.from('data: a\r')])).toEqual(data('a'));
  });

  test('fields of other names that begin alike are not data', () => {
    expect(parse([Buffer.from('database: x\ndata\n\n')])).toEqual(data(''));
  });

  test('where the bytes are cut changes nothing', () => {
    const text = Buffer.from('data: {"a":"😀é"}\r\n\r\n: c\r\ndata: 漢\n\ndata: x\r\rdata: [DONE]\n\n');
    const whole = parse([text]);
    expect(whole).toEqual(data('{"a":"😀é"}', '漢', 'x', '[DONE]'));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 60 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, index) => text.subarray(places[index], end));
        expect(parse(pieces)).toEqual(whole);
      }),
    );
    expect(parse([...text].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
  });
});
