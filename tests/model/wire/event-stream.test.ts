import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ModelError } from '../../../src/model/errors.js';
import { createEventStreamParser, type ServerEvent } from '../../../src/model/wire/event-stream.js';

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
    expect(parse([Buffer.from('database: x\ndata: y\n\n')])).toEqual(data('y'));
  });

  test.each(['data:', 'data: ', 'data', ': ping', 'event: ping\ndata:', 'data:\ndata: '])(
    '%j keeps a connection alive, and is none',
    (line) => {
      const text = `${line}\n\ndata: a\n\n${line}\n\n${line}\n\ndata:[DONE]\n\n${line}`;
      expect(parse([Buffer.from(text)])).toEqual(data('a', '[DONE]'));
      expect(parse([Buffer.from(text.replaceAll('\n', '\r\n'))])).toEqual(data('a', '[DONE]'));
    },
  );

  test('an event that is named an error is one', () => {
    expect(parse([Buffer.from('event: error\ndata: {"a":1}\n\ndata: b\n\n')])).toEqual([
      { field: 'error', data: '{"a":1}' },
      ...data('b'),
    ]);
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

describe('what is long', () => {
  test('a line in a million pieces is put together once', () => {
    // Joined anew with each piece, these would be a million million characters.
    const piece = Buffer.from('abcd');
    const pieces = [Buffer.from('data: '), ...Array.from({ length: 1_000_000 }, () => piece), Buffer.from('\n\n')];
    expect(parse(pieces)).toEqual(data('abcd'.repeat(1_000_000)));
  });

  test.each([
    ['a line', 'data: ', 'x'.repeat(64 * 1024)],
    ['lines of one event', '', 'data: x\n'.repeat(8 * 1024)],
    ['empty lines of one event', '', 'data\n'.repeat(13_000)],
    ['a comment', ': ', 'x'.repeat(64 * 1024)],
  ])('%s without end is an error', (_name, start, piece) => {
    const parser = createEventStreamParser();
    const feed = () => {
      for (let count = 0; count < 2000; count += 1) parser.push(Buffer.from(piece));
    };
    parser.push(Buffer.from(start));
    expect(feed).toThrow(ModelError);
  });

  test.each([
    ['\n', 100_000],
    ['\r\n', 100_001],
  ])('an event of %j lines: %i', (end, count) => {
    const lines = Buffer.from(`data${end}`.repeat(count) + end);
    if (count > 100_000) expect(() => parse([lines])).toThrow(/longer than any answer/);
    else expect(parse([lines])).toEqual([]);
  });

  test('comments and empty lines without end take up no room', () => {
    const parser = createEventStreamParser();
    const piece = Buffer.from(`: ${'x'.repeat(60_000)}\r\n\r\n`);
    for (let count = 0; count < 1000; count += 1) expect(parser.push(piece)).toEqual([]);
    expect(parser.push(Buffer.from('data: a\n\n'))).toEqual(data('a'));
  });
});
