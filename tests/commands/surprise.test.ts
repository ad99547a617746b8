import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { averageOf, mostSurprisingWord, surpriseFacts, surpriseOf } from '../../commands/surprise/facts.js';
import { surpriseInFull } from '../../commands/surprise/in-full.js';
import type { SurpriseResult } from '../../commands/surprise/result.js';
import { viewSurprise } from '../../commands/surprise/view.js';
import type { RunContext } from '../../src/discord/command.js';
import { drawReply } from '../../src/discord/present/draw-reply.js';
import type { DrawnReply } from '../../src/discord/present/drawn-reply.js';
import type { LanguageModel } from '../../src/domain/language-model.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import { UserError } from '../../src/errors.js';
import { createFact } from '../../src/facts.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import { placeAt } from '../builders/place.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { commandNamed } from './command-named.js';
import { buttonsOf, press, wordsOf } from './press.js';

/** A token with the probability that it had: one value, the two ends of what it can be, or none. */
function token(text: string, ...[low, high = low]: readonly number[]): ScoredTextToken {
  const probability = low === undefined || high === undefined ? undefined : { low, high };
  return { text, bytes: undefined, id: undefined, probability, rank: undefined, alternatives: [] };
}

describe('the surprise of tokens', () => {
  test.each<[string, ScoredTextToken, ReturnType<typeof surpriseOf>]>([
    ['a coin flip', token('a', 0.5), { bits: 1, isBound: false }],
    ['a certain one', token('a', 1), { bits: 0, isBound: false }],
    ['at most one in eight', token('a', 0, 0.125), { bits: 3, isBound: true }],
    ['not told', token('a'), undefined],
    ['anything', token('a', 0, 1), undefined],
  ])('%s', (_, one, expected) => {
    expect(surpriseOf(one)).toEqual(expected && { ...expected, bits: expect.closeTo(expected.bits, 12) });
  });

  test('the mean leaves out what has no value, and is a bound where one token’s is', () => {
    const known = [token('a'), token('b', 0.5), token('c', 0.125)];
    expect(averageOf(known)).toEqual({
      bits: expect.closeTo(2, 12),
      perplexity: expect.closeTo(4, 12),
      isBound: false,
      counted: 2,
    });
    expect(averageOf([...known, token('d', 0, 0.25), token('e', 0, 1)])).toMatchObject({
      bits: expect.closeTo(2, 12),
      isBound: true,
      counted: 3,
    });
    expect(averageOf([token('a')])).toBeUndefined();
  });
});

describe('the most surprising word', () => {
  test('is the one whose tokens are together the most surprising', () => {
    const tokens = [token('I', 0.5), token(' un', 0.25), token('likely', 0.25), token(' odd', 0.125)];
    expect(mostSurprisingWord(tokens)).toEqual({
      text: 'unlikely',
      tokens: 2,
      bits: expect.closeTo(4, 12),
      isBound: false,
      isSure: true,
      expected: undefined,
    });
  });

  test('ends before a full stop, and tells what was expected instead of a single token', () => {
    const other = { text: ' mat', bytes: undefined, id: undefined, logprob: Math.log(0.5) };
    const odd = { ...token(' democracy', 0.125), alternatives: [other] };
    expect(mostSurprisingWord([token('the', 0.5), odd, token('.', 0.5)])).toMatchObject({
      text: 'democracy',
      tokens: 1,
      bits: expect.closeTo(3, 12),
      expected: { at: 1, text: ' mat', probability: expect.closeTo(0.5, 12) },
    });
    const likelier = { ...odd, alternatives: [{ ...other, logprob: Math.log(0.1) }] };
    expect(mostSurprisingWord([token('the', 0.5), likelier])?.expected).toBeUndefined();
    const noWord = { ...odd, alternatives: [{ ...other, text: '\n' }] };
    expect(mostSurprisingWord([token('the', 0.5), noWord])?.expected).toBeUndefined();
  });

  test('begins behind white space, be it in its own token, in the one before, or alone', () => {
    const alone = [token('a', 0.5), token('\n\n', 2 ** -20), token('b', 0.25)];
    expect(mostSurprisingWord(alone)).toMatchObject({ text: 'b', tokens: 1, bits: expect.closeTo(2, 12) });
    const behind = [token('a', 0.5), token('.\n', 0.5), token('b', 0.25), token('c', 0.5)];
    expect(mostSurprisingWord(behind)).toMatchObject({ text: 'bc', tokens: 2, bits: expect.closeTo(3, 12) });
  });

  test('is a bound where one of its tokens has no value, and not sure where another word may be more surprising', () => {
    const first = [token('un'), token('sure', 0.25), token(' no', 0.5)];
    expect(mostSurprisingWord(first)).toMatchObject({ text: 'unsure', isBound: true, isSure: true });
    const other = [token('a', 0.25), token(' b', 0, 0.5)];
    expect(mostSurprisingWord(other)).toMatchObject({ text: 'a', isBound: false, isSure: false });
  });

  test('joins the parts of a character by their bytes', () => {
    const parts = [
      { ...token(' \uFFFD', 0.5), bytes: Uint8Array.of(0x20, 0xf0, 0x9f) },
      { ...token('\uFFFD', 0.5), bytes: Uint8Array.of(0x98, 0x80) },
    ];
    expect(mostSurprisingWord([token('a', 0.9), ...parts])).toMatchObject({ text: '😀', tokens: 2 });
  });

  test('is none of a script without spaces, unless other words are there', () => {
    expect(mostSurprisingWord([token('你好', 0.1), token('，世界', 0.1)])).toBeUndefined();
    expect(mostSurprisingWord([token('สวัสดี', 0.1), token(' ok', 0.5)])).toMatchObject({ text: 'ok' });
    expect(mostSurprisingWord([token('привет', 0.5)])).toMatchObject({ text: 'привет' });
  });
});

describe('/surprise', () => {
  let services: OpenServices;
  beforeAll(async () => {
    services = await openServices();
  });
  afterAll(() => services.close());

  const contextOf = (signal = new AbortController().signal): RunContext => ({
    user: { id: '1', name: 'Ann' },
    locale: 'en-US',
    channel: { id: '2', mayManage: false },
    progress: () => {},
    signal,
  });
  const pictures = ({ blocks }: DrawnReply) => blocks.filter(({ kind }) => kind === 'pictures');
  const ofMessage = (text: string) => commandNamed('surprise').messageMenu?.run({ ...contextOf(), text }, services);

  test('opened from another command, it scores the text there', async () => {
    const chart = await commandNamed('nextword').prepare([{ name: 'prompt', value: 'Once upon a time' }])(
      contextOf(),
      services,
    );
    const runId = buttonsOf(chart)[0]?.runId ?? '';
    const reply = await commandNamed('surprise').actions.from?.run({ ...press(runId), value: 'nextword' }, services);
    expect(reply && wordsOf(reply)).toMatch(/^> Once upon a time\n\*\*“Once” surprises most:\*\*/);
  });

  test('a message longer than an option is scored up to there, and it is said', async () => {
    const text = `${'word '.repeat(1199)}last😀${' more'.repeat(100)}`;
    const reply = await ofMessage(text);
    // The 6,000th character would be half of the emoji.
    expect(reply && wordsOf(reply).replaceAll('\\', '')).toContain(
      `The text is too long: its last ${text.length - 5999} characters are left out.`,
    );
  });

  test('a message without text gets a sentence', async () => {
    await expect(ofMessage('')).rejects.toThrow('That message has no text');
  });

  test('who stops it while the picture is drawn has the figures, and the picture in words', async () => {
    const reply = await ofMessage('The sky is blue');
    if (reply === undefined) throw new Error('the command is in the menu of messages');
    const { charts } = services;
    const stopped = AbortSignal.abort(new UserError('stopped-by', { name: 'Ann' }));
    const shown = await drawReply(reply, { charts, locale: 'en', signal: stopped });
    expect(wordsOf(shown)).toContain('surprises most');
    expect(wordsOf(shown)).toMatch(/Stopped by Ann\\?\. In words: How likely was each token\?/);
    expect(pictures(shown)).toEqual([]);
    expect(pictures(await drawReply(reply, { charts, locale: 'en', signal: contextOf().signal }))).toHaveLength(1);
  });
});

describe('the details of a scored text', () => {
  const request = { path: '/completions', body: { model: 'm' }, requestId: 'r', sentAt: 0, seconds: 1 };
  const scored = (tokens: readonly ScoredTextToken[]) => ({
    tokens,
    method: 'echo' as const,
    scale: 'raw' as const,
    model: 'm',
    vocabularySize: 1000,
    request,
    requests: 1,
    notices: [],
  });
  const inFull = async (tokens: readonly ScoredTextToken[]) => {
    const endpoint = { label: 'here', tiny: false };
    const facts = await surpriseFacts(tokens);
    if (facts === undefined) throw new Error('the tokens have values');
    const text = tokens.map((one) => one.text).join('');
    const record = keepRecord({ kind: 'score', asked: { text }, answer: scored(tokens) }, endpoint);
    return wordsOf({ blocks: surpriseInFull({ text, left: 0, endpoint, record, facts }, 'en') });
  };

  test('say what a perplexity beyond the vocabulary means, and no rank beyond it', async () => {
    const odd = { ...token(' zq', 2 ** -20), rank: { low: 1000, high: 1000 } };
    const text = await inFull([token('a', 0.5), odd, { ...odd, text: ' qz' }]);
    expect(text).toContain('The vocabulary has only 1,000 tokens. So blind guessing would do better here');
    expect(text).toMatch(/·zq +< 0\.1% +20\.00 bits +among the least likely/);
    expect(text).not.toContain('rank 1,000');
  });

  test('list only what was a surprise', async () => {
    const text = await inFull([token('a', 0.97), token(' b', 0.25), token(',', 0.9)]);
    expect(text).toContain('2.  ·b  25%  2.00 bits');
    expect(text).not.toContain('97%');
    expect(text).not.toContain('blind guessing');
  });
});

describe('a scoring that breaks off', () => {
  const result = (kept: number, all: number): SurpriseResult => ({
    text: 'a text',
    left: 0,
    endpoint: { label: 'there', tiny: false },
    broken: {
      why: createFact('said', { sentence: 'Stopped by Ann.' }),
      tokens: Array.from({ length: kept }, () => token(' a', 0.5)),
    },
    facts: {
      tokens: all,
      average: { bits: 1, isBound: false, perplexity: 2, counted: all },
      mostSurprising: [],
      isFirstLeft: false,
      unknown: 0,
      bounds: 0,
    },
  });
  const told = (one: SurpriseResult) => {
    const { blocks } = viewSurprise(one, placeAt({ runId: 'r' }));
    const inFull = surpriseInFull(one, 'en');
    const [data] = inFull.flatMap((block) => (block.kind === 'file' ? block.data : []));
    return {
      reply: wordsOf({ blocks: blocks.flatMap((block) => (block.kind === 'text' ? [block] : [])) }),
      entries: blocks.flatMap((block) => (block.kind === 'go-on-links' ? block.entries.map(({ label }) => label) : [])),
      inFull: wordsOf({ blocks: inFull }),
      rows: String(data).trim().split('\n').length - 1,
    };
  };

  test('says so, has all tokens in the file of its details, and leads to no list', () => {
    const { reply, entries, inFull, rows } = told(result(900, 900));
    expect(rows).toBe(900);
    expect(reply).toContain('**It breaks off after 900 tokens.** Stopped by Ann.');
    expect(reply).toContain('**No surprise:** each token had at least 50%.');
    expect(entries).toEqual(['Look at one token…']);
    expect(inFull).not.toContain('The file has the first');
  });

  test('says how many the file has where there is no room for all', () => {
    expect(told(result(700, 900)).inFull).toContain('The file has the first 700 of 900 tokens.');
  });

  test('keeps nine hundred tokens', async () => {
    const tokens = Array.from({ length: 900 }, () => ({
      ...token(' a', 0.5),
      rank: { low: 1, high: 1 },
      alternatives: Array.from({ length: 20 }, (_, at) => ({ ...token(` b${at}`), logprob: -2 - at })),
    }));
    const open = await openServices();
    onTestFinished(() => open.close());
    const score: LanguageModel['score'] = async ({ onProgress }) => {
      onProgress?.({ beginning: tokens, tokens: 900, expected: 1000 });
      throw new UserError('stopped-by', { name: 'Ann' });
    };
    const model = new Proxy(open.model, { get: (real, name) => (name === 'score' ? score : Reflect.get(real, name)) });
    const reply = await commandNamed('surprise').prepare([{ name: 'text', value: 'a text' }])(press('-'), {
      ...open,
      model,
    });
    expect(wordsOf(reply)).toContain('breaks off after 900 tokens');
    const runId = buttonsOf(reply)[0]?.runId ?? '';
    const card = await commandNamed('details').actions.from?.run({ ...press(runId), value: 'surprise' }, open);
    const [data] = card?.blocks.flatMap((block) => (block.kind === 'file' ? block.data : [])) ?? [];
    expect(String(data).trim().split('\n')).toHaveLength(901);
  });
});
