import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SampledToken, UNLISTED_LOGPROB } from '../../../src/domain/token.js';
import { createResultStore } from '../../../src/lesson/command/result.js';
import { detailsResult } from '../../../src/lesson/record/details.js';
import { compareRecords, rowsOf } from '../../../src/lesson/record/difference.js';
import { describeComparison, tellApart } from '../../../src/lesson/record/difference-view.js';
import { factLines } from '../../../src/lesson/record/facts.js';
import { replayFile } from '../../../src/lesson/record/file.js';
import {
  type Answered,
  keepRecord,
  packRecord,
  type ReplayRecord,
  recordSchema,
  unpackRecord,
} from '../../../src/lesson/record/record.js';
import { recordWords } from '../../../src/lesson/record/words.js';
import type { Services } from '../../../src/services.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { asker } from '../../builders/asker.js';
import { temporaryFolder } from '../../builders/temporary-folder.js';
import { commandNamed } from '../../commands/command-named.js';
import { press } from '../../commands/press.js';

const ENDPOINT = { label: 'here', tiny: false };

const request = (body: Record<string, unknown> = {}) => ({
  path: '/completions',
  body: { model: 'm', ...body },
  requestId: undefined,
  sentAt: 1_700_000_000_000,
  seconds: 0.25,
});

const token = (text: string, probability: number, rest: Partial<SampledToken> = {}): SampledToken => ({
  text,
  bytes: undefined,
  id: undefined,
  logprob: Math.log(probability),
  alternatives: [],
  ...rest,
});

function reply(tokens: readonly SampledToken[] | undefined, body: Record<string, unknown> = {}): Answered {
  const text = tokens?.map((one) => one.text).join('') ?? 'unknown';
  return {
    kind: 'reply',
    asked: { question: 'Why?', temperature: 1 },
    answer: {
      text,
      tokens,
      scale: 'raw',
      finishReason: 'stop',
      usage: undefined,
      model: 'm',
      seconds: 1,
      notices: [],
      request: request(body),
    },
  };
}

function scores(...bounds: readonly ({ low: number; high: number } | undefined)[]): Answered {
  const tokens = bounds.map((probability, at) => {
    const { alternatives, text } = token(`t${at}`, 1);
    return { text, bytes: undefined, id: at, probability, rank: undefined, alternatives };
  });
  const answer = { tokens, method: 'echo' as const, scale: 'raw' as const, model: 'm', requests: 1, notices: [] };
  return { kind: 'score', asked: { text: 't0t1' }, answer: { ...answer, request: request() } };
}

/** As it comes back from storage: through JSON and the schema. */
function kept(answered: Answered): ReplayRecord {
  return unpackRecord(recordSchema.parse(JSON.parse(JSON.stringify(packRecord(answered, ENDPOINT)))));
}

describe('what is kept of an answer', () => {
  test('tokens come back as they were: bytes of the text, bytes of none, ids, and what was not told', () => {
    const tokens = [
      token('é', 0.5, { bytes: Buffer.from('é'), id: 7 }),
      token('\uFFFD', 0.25, { bytes: Uint8Array.of(0xf0, 0x9f) }),
      token('=', 0.125, { alternatives: [token('=', 0.125), token('', 0.1)] }),
      token('x', 1, { logprob: UNLISTED_LOGPROB }),
    ];
    const { answer } = kept(reply(tokens)) as Extract<ReplayRecord, { kind: 'reply' }>;
    const plain = (list: readonly SampledToken[] | undefined) =>
      list?.map(({ bytes, ...rest }) => ({ ...rest, bytes: bytes && [...bytes] }));
    expect(plain(answer.tokens)?.map(({ alternatives: _, ...one }) => one)).toEqual(
      plain(tokens)?.map(({ alternatives: _, ...one }) => one),
    );
    expect(answer.tokens?.[2]?.alternatives.map(({ text }) => text)).toEqual(['=', '']);
  });

  test('a long reply is kept in part, below what is stored in passing, and says how long it was', () => {
    const alternatives = Array.from({ length: 5 }, (_, at) => token(` alternative${at}`, 0.1, { id: at }));
    const long = Array.from({ length: 8000 }, () => token(' wordwordword', 0.3, { id: 123_456, alternatives }));
    const packed = packRecord(reply(long), ENDPOINT);
    expect(JSON.stringify(packed).length).toBeLessThan(200_000);
    expect(packed.total).toBe(8000);
    const record = kept(reply(long));
    expect(rowsOf(record).length).toBeGreaterThan(100);
    const { answer } = JSON.parse(replayFile(record, 'en').data.toString());
    expect([answer.tokens_in_all, answer.tokens.length]).toEqual([8000, rowsOf(record).length]);
  });

  test('the file writes what was not told as null', () => {
    const record = kept(reply([token('x', 1, { logprob: UNLISTED_LOGPROB })]));
    const { request: sent, answer } = JSON.parse(replayFile(record, 'en').data.toString());
    expect(answer.tokens[0]).toMatchObject({ logprob: null, probability: null, surprisal_bits: null, hidden_mass: 1 });
    expect(sent).toMatchObject({ request_id: null, sent_at: '2023-11-14T22:13:20.000Z' });
  });
});

describe('what differs between two answers', () => {
  const compare = (first: Answered, again: Answered) => compareRecords(kept(first), kept(again));

  test('nothing', () => {
    const one = reply([token('a', 0.5), token('b', 0.3)]);
    expect(compare(one, one)).toEqual({
      compared: 2,
      isWhole: true,
      tokenDiffers: undefined,
      probabilityDiffers: undefined,
      largest: undefined,
    });
  });

  test('the first other token, and another probability before it', () => {
    const first = reply([token('a', 0.5), token('b', 0.3), token('c', 0.2)]);
    const again = reply([token('a', 0.4), token('b', 0.3), token('d', 0.9)]);
    expect(compare(first, again)).toMatchObject({ tokenDiffers: 2, probabilityDiffers: 0 });
    expect(compare(first, again).largest).toMatchObject({ from: 0.5, to: expect.closeTo(0.4, 12) });
    const words = describeComparison(kept(first), kept(again), 'en').join('\n');
    expect(words).toContain('**Token 3 is the first that differs:** `c` (20%) the first time, `d` (90%) now.');
    expect(words).toContain('Before it, token 1 has another probability.');
    expect(words).toMatch(/^▶ 3\. c 20% │ d 90%$/m);
  });

  test('a reply that ends earlier differs where it ends', () => {
    const [short, long] = [reply([token('a', 0.5)]), reply([token('a', 0.5), token('b', 0.3)])];
    expect(compare(short, long).tokenDiffers).toBe(1);
    expect(compare(long, short).tokenDiffers).toBe(1);
    expect(describeComparison(kept(long), kept(short), 'en').join('\n')).toContain(
      '`b` (30%) the first time, nothing more now',
    );
  });

  test('past the end of what was kept nothing is claimed', () => {
    const long = Array.from({ length: 600 }, () => token('a', 0.5));
    const compared = compare(reply(long), reply([...long, token('b', 0.5)]));
    expect(compared).toMatchObject({ compared: 500, isWhole: false, tokenDiffers: undefined });
    const words = describeComparison(kept(reply(long)), kept(reply([...long, token('b', 0.5)])), 'en').join('\n');
    expect(words).toContain('Only the first 500 tokens are kept; the texts differ further on.');
  });

  test('tokens of one text and other bytes are not the same, nor are two ids', () => {
    const bytes = (byte: number) => reply([token('\uFFFD', 0.5, { bytes: Uint8Array.of(byte) })]);
    expect(compare(bytes(0xf0), bytes(0xf1)).tokenDiffers).toBe(0);
    const id = (one: number) => reply([token('a', 0.5, { id: one })]);
    expect(compare(id(1), id(2)).tokenDiffers).toBe(0);
  });

  test('a scored text: the first token with another probability, a bound among them', () => {
    const first = scores(undefined, { low: 0.5, high: 0.5 }, { low: 0, high: 0.01 });
    const again = scores(undefined, { low: 0.5, high: 0.5 }, { low: 0, high: 0.02 });
    expect(compare(first, again)).toMatchObject({ tokenDiffers: undefined, probabilityDiffers: 2, largest: undefined });
    expect(describeComparison(kept(first), kept(again), 'en').join('\n')).toContain(
      '**The same tokens with other probabilities:** token 3 is the first, `t2` (0%–1.0%) the first time, `t2` (0%–2.0%) now.',
    );
    expect(describeComparison(kept(first), kept(first), 'en')[0]).toContain('**The same to the last digit:** 3 tokens');
  });

  test('a request that could not be the same says in what', () => {
    const words = describeComparison(
      kept(reply([token('a', 1)], { top_logprobs: 5 })),
      kept(reply([token('a', 1)], { top_logprobs: 3 })),
      'en',
    );
    expect(words.join('\n')).toContain('The request could not be quite the same. What differs: `top_logprobs`.');
  });

  test.each([
    [0.5, 0.25, ['50%', '25%']],
    [0.5, 0.5, ['50%', '50%']],
    [0.12345678, 0.12345679, ['12.345678%', '12.345679%']],
    [0.1, 0.1 + Number.EPSILON / 8, ['0.1', '0.10000000000000003']],
  ] as const)('%d and %d are told apart', (one, other, shown) => {
    expect(tellApart(one, other, recordWords('en').figures)).toEqual(shown);
  });
});

test('details outlive a restart, and are gone when runs are no longer kept', async () => {
  const url = `file:${join(temporaryFolder(), 'runs.db')}`;
  const stored = createResultStore('details', { version: 1, schema: detailsResult }, false);
  const card = async (services: Services, id: string) =>
    commandNamed('details').actions.from?.run({ ...press(id), value: 'details' }, services);
  const inStorage = async <T>(act: (services: Services) => Promise<T>, now = Date.now): Promise<T> => {
    const storage = await openStorage({ url, now });
    try {
      return await act({ runs: storage.runs, model: { endpoint: ENDPOINT } } as Services);
    } finally {
      await storage.close();
    }
  };
  const record = keepRecord(reply([token('a', 0.5)], { seed: 7 }), ENDPOINT);
  const id = await inStorage((services) => stored.create(services, { record }, asker));
  const shown = await inStorage((services) => card(services, id));
  expect(JSON.stringify(shown?.blocks)).toContain('**Seed:** `7`');
  await expect(
    inStorage(
      (services) => card(services, id),
      () => Date.now() + 31 * 86_400_000,
    ),
  ).rejects.toThrow('no longer kept (they are kept for 30 days). Run the command again.');
});

describe('the facts of a text that took two requests for each token', () => {
  const answer = { text: 'x', tokens: [token('x', 0.5)], ended: false, scale: 'raw' as const, model: 'm', requests: 2 };
  const asked = { prompt: 'y', temperature: 0.5, seed: 3, maxTokens: 1, candidates: 5 };
  const record = kept({
    kind: 'generate',
    asked,
    answer: { ...answer, request: { ...request({ temperature: 1 }), path: '/chat/completions' } },
  });

  test('tell how it was drawn, though the first request drew nothing', () => {
    const facts = factLines(record, 'en').join('\n');
    expect(facts).toContain('the model is asked, as an assistant, to go on with the text');
    expect(facts).toContain('in 2 requests: two for each token');
    expect(facts).toContain('one draws at temperature 0.5');
    expect(facts).toContain('**Seed:** `3`');
  });

  test('let the same be expected for the same seed', () => {
    expect(describeComparison(record, record, 'en').join('\n')).toContain(
      'The seed is the same, so the same text should come.',
    );
  });
});
