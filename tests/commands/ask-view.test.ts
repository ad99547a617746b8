import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { viewProbabilities } from '../../commands/ask/probabilities.js';
import { type AskReply, type AskResult, askResult } from '../../commands/ask/result.js';
import { textOf, viewAsk } from '../../commands/ask/view.js';
import type { Completion } from '../../src/domain/completion.js';
import { type SampledToken, UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { createFact } from '../../src/facts.js';
import type { View } from '../../src/lesson/command/view.js';
import { keepRecord, type ReplyRecord } from '../../src/lesson/record/record.js';
import { candidateOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';

const place = placeAt({ runId: 'run1' });

/** A token of a reply: what was drawn, and the list that it was drawn from. */
function drawn(text: string, probability: number, ...others: [string, number][]): SampledToken {
  const token = candidateOf(text, probability);
  return { ...token, alternatives: [token, ...others.map(([other, share]) => candidateOf(other, share))] };
}

function recordOf(
  tokens: readonly SampledToken[] | undefined,
  more: Partial<Completion> = {},
  asked: Partial<ReplyRecord['asked']> = {},
): ReplyRecord {
  const answer: Completion = {
    text: tokens?.map(({ text }) => text).join('') ?? 'Hello.',
    tokens,
    scale: 'raw',
    finishReason: 'stop',
    usage: { promptTokens: 1, completionTokens: 2 },
    model: 'm',
    seconds: 0.25,
    notices: [],
    request: {
      path: '/chat/completions',
      body: { model: 'm', temperature: 1 },
      requestId: 'r',
      sentAt: 1,
      seconds: 0.2,
    },
    ...more,
  };
  const question = { question: 'Why?', temperature: 1, maxTokens: 512, ...asked };
  return keepRecord({ kind: 'reply', asked: question, answer }, { label: 'here', tiny: false }) as ReplyRecord;
}

function resultOf(...replies: AskReply[]): AskResult {
  return { question: 'Why?', model: 'm', maxTokens: 512, seed: 4, replies, sample: 1, samples: 1 };
}

const blue = recordOf([drawn('Blue', 0.5, ['Grey', 0.25]), drawn(' sky', 0.5, [' sea', 0.4])]);
const finished: AskReply = { temperature: 1, record: blue, perplexity: 2 };
const stopped = createFact('said', { sentence: 'Stopped by Ann_.' });
const broken: AskReply = { temperature: 0.7, written: 'It beg', broken: stopped };

const throughJson = (result: AskResult): AskResult =>
  askResult.parse(JSON.parse(JSON.stringify(z.encode(askResult, result))));

const wordsOf = ({ blocks }: View) => blocks.flatMap((one) => (one.kind === 'text' ? one.markdown : []));

/** The buttons: actions by their names, links with an arrow before them. */
const buttonsOf = ({ blocks }: View) =>
  blocks.flatMap((one) =>
    one.kind === 'row' ? one.buttons.map((button) => ('link' in button ? `→ ${button.link}` : button.action)) : [],
  );

describe('a reply', () => {
  test('has its facts in one line, and buttons that go on from it', () => {
    const view = viewAsk(resultOf(finished), place);
    expect(view.tone).toBe('normal');
    expect(wordsOf(view)).toEqual([
      '> Why?',
      'Blue sky',
      '-# `m` at here · temperature 1 · 1 token in, 2 out · 0.3 s · perplexity 2.00',
    ]);
    expect(buttonsOf(view)).toEqual(['beside', 'probabilities', '→ fork', '→ compare', '→ details']);
    const [menu] = view.blocks.filter(({ kind }) => kind === 'menu');
    expect(menu).toMatchObject({ action: 'resample', runId: 'run1', placeholder: 'Resample at…' });
  });

  test('says how it was asked, which sample it is, and why it ends', () => {
    const notices = [createFact('said', { sentence: 'No *logprobs* came.' })];
    const answer = { finishReason: 'length', usage: undefined, notices } as const;
    const record = recordOf(undefined, answer, { topP: 0.9, seed: 5, system: 'Be brief.', maxTokens: 8192 });
    const view = viewAsk({ ...resultOf({ temperature: 1, record }), sample: 3 }, place);
    expect(wordsOf(view).slice(2)).toEqual([
      '-# It was cut at the limit of 8,192 tokens, the highest there is.\n-# No \\*logprobs\\* came.',
      '-# sample 3 · `m` at here · temperature 1 · top-p 0.9 · seed 5 · with a system prompt · 0.3 s',
    ]);
    expect(buttonsOf(view)).not.toContain('probabilities');
  });

  test('that fills the context window, and one that a filter ends, are told apart', () => {
    const noticeOf = (more: Partial<Completion>) => {
      return wordsOf(viewAsk(resultOf({ temperature: 1, record: recordOf(undefined, more) }), place))[2];
    };
    expect(noticeOf({ finishReason: 'length' })).toContain('fill the model’s context window');
    expect(noticeOf({ finishReason: 'content-filter' })).toBe('-# The endpoint’s content filter ended it.');
    expect(noticeOf({ finishReason: 'length', usage: { promptTokens: 1, completionTokens: 512 } })).toBe(
      '-# It was cut at the limit of 512 tokens: ask with a higher `max_tokens` to read on.',
    );
  });

  test('has no perplexity where a probability was not told, and says of which probabilities it is', () => {
    const untold = recordOf([drawn('a', 0.5), { ...drawn('b', 0.5), logprob: UNLISTED_LOGPROB }]);
    expect(wordsOf(viewAsk(resultOf({ temperature: 1, record: untold }), place)).at(-1)).toContain(
      'perplexity unknown (the endpoint does not tell every token’s probability)',
    );
    const processed = { ...finished, record: { ...blue, answer: { ...blue.answer, scale: 'processed' as const } } };
    expect(wordsOf(viewAsk(resultOf(processed), place)).at(-1)).toContain('2.00 (after temperature and top-p)');
  });

  test('that breaks off keeps what is written, in a message that warns', () => {
    const view = viewAsk(resultOf(broken), place);
    expect(view.tone).toBe('error');
    expect(wordsOf(view)).toEqual(['> Why?', 'It beg', '**The reply breaks off here.** Stopped by Ann\\_.']);
    expect(buttonsOf(view)).toEqual(['beside', '→ fork', '→ details']);
  });
});

describe('replies side by side', () => {
  test('stand below their temperatures, each with its own details', () => {
    const view = viewAsk(resultOf({ ...finished, temperature: 0 }, broken, { temperature: 1.5 }), place);
    expect(wordsOf(view)).toEqual([
      '> Why?',
      '**Temperature 0** · greedy: always the most likely token',
      'Blue sky',
      expect.stringMatching(/^-# `m` at here .* perplexity 2\.00$/),
      '**Temperature 0.7** · a little careful',
      'It beg',
      '**It breaks off here.** Stopped by Ann\\_.',
      '**Temperature 1.5** · wild',
      '-# …',
    ]);
    const [row] = view.blocks.filter((one) => one.kind === 'row');
    expect(row?.buttons).toMatchObject([0, 1, 2].map((at) => ({ link: 'details', value: String(at) })));
  });
});

describe('the probabilities of a reply', () => {
  test('are a strip, and the least certain tokens with what else could have stood there', () => {
    const view = viewProbabilities(resultOf(finished), place);
    expect(view.blocks.find((one) => one.kind === 'picture')?.picture).toMatchObject({
      kind: 'probability-strip',
      title: 'How likely each token of the reply was',
      tokens: [
        { label: 'Blue', probability: 0.5 },
        { label: '·sky', probability: 0.5 },
      ],
    });
    expect(wordsOf(view)[0]).toContain('-# Sampled at temperature 1. Probabilities before temperature and top-p.');
    expect(wordsOf(view)[1]).toContain(
      '   1. Blue 50% (1.00 bits)   else: Grey 25%\n   2. ·sky 50% (1.00 bits)   else: ·sea 40%',
    );
    expect(buttonsOf(view)).toEqual(['→ details']);
  });

  test('of a long reply are about its first tokens, and say so', () => {
    const record = recordOf(Array.from({ length: 800 }, () => drawn(' a', 0.5)));
    const view = viewProbabilities(resultOf({ temperature: 1, record, perplexity: 2 }), place);
    expect(wordsOf(view)[0]).toContain(' The list is about the first 500.');
    const picture = view.blocks.find((one) => one.kind === 'picture');
    expect(picture?.caption?.(500)).toBe('-# The pictures show the first 500 of 800 tokens.');
    expect(picture?.caption?.(800)).toBeUndefined();
  });

  test('that were not told are named as such, and where there are none, that is said', () => {
    const record = recordOf([{ ...drawn('b', 0.5), logprob: UNLISTED_LOGPROB, alternatives: [] }]);
    expect(wordsOf(viewProbabilities(resultOf({ temperature: 1, record }), place))[1]).toContain('   1. b not told\n');
    expect(() => viewProbabilities(resultOf(broken), place)).toThrow('gave no probabilities with this reply');
  });
});

test('results are shown the same when they come back from storage', () => {
  const long = 'word '.repeat(10_000);
  const beyond = { temperature: 1, record: recordOf(undefined, { text: long }), written: long };
  for (const result of [resultOf(finished), resultOf(broken), resultOf(finished, broken)]) {
    const back = throughJson(result);
    expect(back).toEqual(result);
    expect(viewAsk(back, place)).toEqual(viewAsk(result, place));
  }
  // A long text is shown whole when it is new, and kept in part.
  expect(textOf(beyond)).toBe(long);
  const [kept = beyond] = throughJson(resultOf(beyond)).replies;
  expect(textOf(kept)).toBe(beyond.record.answer.text);
  expect(long.startsWith(textOf(kept))).toBe(true);
  const [before, after] = [resultOf(finished), throughJson(resultOf(finished))].map((result) =>
    JSON.stringify(viewProbabilities(result, place)),
  );
  expect(after).toBe(before);
});
