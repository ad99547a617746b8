import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainAsk } from '../../commands/ask/explain.js';
import { replyInFull } from '../../commands/ask/in-full.js';
import { viewProbabilities } from '../../commands/ask/probabilities.js';
import { type AskReply, type AskResult, askResult } from '../../commands/ask/result.js';
import { viewAsk } from '../../commands/ask/view.js';
import type { Completion } from '../../src/domain/completion.js';
import { type SampledToken, UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { createFact } from '../../src/facts.js';
import type { View } from '../../src/lesson/command/view.js';
import { keepRecord, type ReplyRecord } from '../../src/lesson/record/record.js';
import { writtenText } from '../../src/lesson/record/text-record.js';
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

const blue = recordOf([drawn('Blue', 0.48, ['Grey', 0.25]), drawn(' sky', 0.45, [' sea', 0.4]), drawn('.', 0.9)], {
  text: 'Blue sky',
});
const finished: AskReply = { temperature: 1, record: blue, perplexity: 2 };
const stopped = createFact('said', { sentence: 'Stopped by Ann_.' });
const broken: AskReply = { temperature: 0.7, written: 'It beg', broken: stopped };

const throughJson = (result: AskResult): AskResult =>
  askResult.parse(JSON.parse(JSON.stringify(z.encode(askResult, result))));

const wordsOf = ({ blocks }: Pick<View, 'blocks'>) =>
  blocks.flatMap((one) => (one.kind === 'text' ? one.markdown : []));

/** The buttons: by their labels, links with an arrow before them. */
const buttonsOf = ({ blocks }: View) =>
  blocks.flatMap((one) =>
    one.kind === 'row' ? one.buttons.map((button) => ('link' in button ? `→ ${button.link}` : button.label)) : [],
  );

const entriesOf = ({ blocks }: View) => blocks.flatMap((one) => (one.kind === 'go-on-links' ? one.entries : []));

const sentenceOf = (record: ReplyRecord, temperature = 1) =>
  wordsOf(viewAsk(resultOf({ temperature, record }), place))[2]?.split('\n')[0];

describe('a reply', () => {
  test('is the question, the answer, a sentence and the next moves', () => {
    const view = viewAsk(resultOf(finished), place);
    expect(view.tone).toBe('normal');
    expect(wordsOf(view)).toEqual([
      '> Why?',
      'Blue sky',
      '**2 of 3 tokens** had a chance of less than 50%. The least likely was “sky” with 45%.',
      '-# m · temperature 1 · seed 4',
    ]);
    expect(buttonsOf(view)).toEqual(['Another answer', 'How sure was it?', '→ fork', 'Ask on…', 'Explain']);
    expect(entriesOf(view).map(({ label }) => label)).toEqual([
      'Side by side',
      ...[0, 0.3, 0.7, 1.3, 1.6, 2].map((one) => `Answer at temperature ${one}`),
      'Answer at another temperature…',
    ]);
  });

  test('at temperature 0 offers an answer that can be another one, once', () => {
    const view = viewAsk(resultOf({ ...finished, temperature: 0 }), place);
    expect(buttonsOf(view)[0]).toBe('Answer at temperature 0.7');
    expect(entriesOf(view).map(({ label }) => label)).not.toContain('Answer at temperature 0.7');
  });

  test('has a sentence that its numbers choose', () => {
    const sure = [drawn('Blue', 0.97, ['Grey', 0.02]), drawn('.', 0.99)];
    expect(sentenceOf(recordOf(sure))).toBe(
      'The model was **almost sure of every token**: even the least likely one, “Blue”, had 97%.',
    );
    expect(sentenceOf(recordOf([...sure, drawn(' sky', 0.48, [' sea', 0.4])]))).toBe(
      'It was **close at token 3**: “sky” had 48%, and “sea” had 40%.',
    );
    expect(sentenceOf(recordOf([...sure, drawn(' sky', 0.04, [' sea', 0.9])]))).toBe(
      'The **least likely draw was token 3**: “sky” had 4.0%, and “sea” had 90%.',
    );
    expect(sentenceOf(recordOf([...sure, drawn(' sky', 0.8, [' sea', 0.1])]))).toBe(
      'The model was **least sure at token 3**: “sky” had 80%, and “sea” had 10%.',
    );
    expect(sentenceOf(recordOf([...sure, drawn(' sky', 0.8)]))).toBe(
      'The model was **least sure at token 3**: “sky” had 80%.',
    );
    expect(sentenceOf(recordOf(undefined))).toContain('does not tell how sure the model was');
    expect(sentenceOf(recordOf(undefined), 0)).toContain('the same each time');
  });

  test('says how it was asked, which answer it is, and why it ends', () => {
    const notices = [createFact('said', { sentence: 'No *logprobs* came.' })];
    const answer = { finishReason: 'length', usage: undefined, notices } as const;
    const record = recordOf(undefined, answer, { topP: 0.9, seed: 5, system: 'Be brief.', maxTokens: 8192 });
    const view = viewAsk({ ...resultOf({ temperature: 1, record }), topP: 0.9, sample: 3 }, place);
    expect(wordsOf(view).slice(2)).toEqual([
      expect.stringMatching(
        /\nIt was cut after 8,192 tokens, because no answer can be longer\.\nNo \\\*logprobs\\\* came\.$/,
      ),
      '-# m · temperature 1 · top-p 0.9 · seed 5 · answer 3',
    ]);
    expect(buttonsOf(view)).not.toContain('How sure was it?');
    expect(entriesOf(view).map(({ label }) => label)).not.toContain('A longer answer');
  });

  test('that was cut has a longer one in the menu; one that fills the window or that a filter ends has none', () => {
    const viewOf = (more: Partial<Completion>) =>
      viewAsk(resultOf({ temperature: 1, record: recordOf(undefined, more) }), place);
    const cut = viewOf({ finishReason: 'length', usage: { promptTokens: 1, completionTokens: 512 } });
    expect(wordsOf(cut)[2]).toContain('It was cut after 512 tokens, because that was the limit.');
    expect(entriesOf(cut)[0]).toMatchObject({
      label: 'A longer answer',
      description: expect.stringContaining('2,048'),
    });
    const full = viewOf({ finishReason: 'length' });
    expect(wordsOf(full)[2]).toContain('together fill what the model can read');
    expect(entriesOf(full)[0]?.label).toBe('Side by side');
    expect(wordsOf(viewOf({ finishReason: 'content-filter' }))[2]).toContain('The server’s content filter');
  });

  test('that breaks off keeps what is written, in a message that warns', () => {
    const view = viewAsk(resultOf(broken), place);
    expect(view.tone).toBe('error');
    expect(wordsOf(view).slice(0, 3)).toEqual([
      '> Why?',
      'It beg',
      '**The answer breaks off here.** Stopped by Ann\\_.',
    ]);
    expect(buttonsOf(view)).toEqual(['Another answer', '→ fork', 'Ask on…', 'Explain']);
  });
});

describe('what Details tells of a reply', () => {
  const inFull = (reply: AskReply, record: ReplyRecord) => wordsOf({ blocks: replyInFull({}, reply, record, 'en') });

  test('are the least certain tokens with what else could have stood there, and the facts', () => {
    const [list, facts] = inFull(finished, blue);
    expect(list).toContain('   1. Blue 48% (1.06 bits)   else: Grey 25%\n   2. ·sky 45% (1.15 bits)   else: ·sea 40%');
    expect(facts).toBe(
      '-# Drawn at temperature 1. The probabilities are those before temperature and top-p.\n-# `m` at here · 1 token in, 2 out · 0.3 s · perplexity 2.00',
    );
    const system = recordOf([drawn('Blue', 0.5)], {}, { system: 'Be brief.' });
    expect(inFull({ temperature: 1, record: system }, system)[1]).toContain('with a system prompt');
  });

  test('are no perplexity where a probability was not told, and of which probabilities it tells', () => {
    const untold = recordOf([drawn('a', 0.5), { ...drawn('b', 0.5), logprob: UNLISTED_LOGPROB }]);
    const [list, facts] = inFull({ temperature: 1, record: untold }, untold);
    expect(list).toContain('   2. b not told\n');
    expect(facts).toContain('perplexity unknown (the server does not tell every token’s probability)');
    const processed = { ...blue, answer: { ...blue.answer, scale: 'processed' as const } };
    expect(inFull(finished, processed)[1]).toContain('after temperature and top-p');
  });

  test('are about the first tokens of a long one', () => {
    const record = recordOf(Array.from({ length: 800 }, () => drawn(' a', 0.5)));
    expect(inFull({ temperature: 1, record }, record)[1]).toContain('The list is about the first 500 of 800 tokens.');
  });
});

describe('replies side by side', () => {
  const columns = resultOf({ ...finished, temperature: 0 }, broken, { temperature: 1.5 });

  test('stand below their temperatures, with the details of each in the menu', () => {
    const view = viewAsk(columns, place);
    expect(wordsOf(view)).toEqual([
      '> Why?',
      '**Temperature 0** · greedy: always the likeliest token',
      'Blue sky',
      '**Temperature 0.7** · a little careful',
      'It beg',
      '**It breaks off here.** Stopped by Ann\\_.',
      '**Temperature 1.5** · wild: many unlikely tokens come',
      '-# …',
      'Not every answer is complete. What came is kept.',
      '-# m · temperatures 0, 0.7, 1.5 · seed 4',
    ]);
    expect(buttonsOf(view)).toEqual(['Ask all again', 'Explain']);
    expect(entriesOf(view)).toMatchObject([
      { command: 'ask', action: 'on', value: 'ask.0', label: 'Ask on from temperature 0…' },
      { command: 'details', action: 'from', value: 'ask.0', label: 'Details at temperature 0' },
      { command: 'fork', action: 'from', value: 'ask.0', label: 'Why this word? at temperature 0' },
      { command: 'ask', action: 'on', value: 'ask.1', label: 'Ask on from temperature 0.7…' },
    ]);
  });

  test('are told apart in a sentence', () => {
    const said = (...texts: string[]) =>
      wordsOf(
        viewAsk(
          resultOf(...texts.map((text, temperature) => ({ temperature, record: recordOf(undefined, { text }) }))),
          place,
        ),
      ).at(-2);
    expect(said('Blue sky', 'Blue  sky')).toContain('All of them are the same');
    expect(said('Blue sky', 'Blue sea')).toBe('They all begin with `Blue`, and then go different ways.');
    expect(said('Blue', 'Blue sea')).toBe('They all begin with `Blue`, and then go different ways.');
    expect(said('Blue', 'Grey')).toContain('They differ from the first word on.');
  });
});

describe('the probabilities of a reply', () => {
  test('are one strip, with the token of which the model was the least sure, and each token to look at', () => {
    const view = viewProbabilities(resultOf(finished), place);
    expect(view.blocks.find((one) => one.kind === 'picture')?.picture).toMatchObject({
      kind: 'probability-strip',
      title: 'How likely was each token?',
      tokens: [
        { label: 'Blue', probability: expect.closeTo(0.48, 9) },
        { label: '·sky', probability: expect.closeTo(0.45, 9) },
        { label: '.', probability: expect.closeTo(0.9, 9) },
      ],
    });
    expect(wordsOf(view)).toEqual([
      '> Why?',
      'It was **close at token 2**: “sky” had 45%, and “sea” had 40%. 2 of 3 tokens had less than 50%.',
      '-# m · temperature 1 · seed 4',
    ]);
    expect(buttonsOf(view)).toEqual(['→ fork', 'Ask on…', 'Explain']);
    expect(entriesOf(view).map(({ label }) => label)).toEqual([
      'Look at token 1: Blue',
      'Look at token 2: ·sky',
      'Look at token 3: .',
    ]);
  });

  test('that are nearly all alike are said to have one colour', () => {
    const record = recordOf([drawn('Blue', 0.97), drawn(' sky', 0.99)]);
    const view = viewProbabilities(resultOf({ temperature: 1, record }), place);
    expect(wordsOf(view)[1]).toContain('Nearly one colour: **every token had at least 97%**.');
  });

  test('of a long reply are about its first tokens, and say so', () => {
    const record = recordOf(Array.from({ length: 800 }, () => drawn(' a', 0.5)));
    const view = viewProbabilities(resultOf({ temperature: 1, record, perplexity: 2 }), place);
    expect(wordsOf(view)[1]).toContain('\nThis is about the first 500 of 800 tokens.');
    expect(entriesOf(view).map(({ label }) => label)).toEqual(['Look at one token…']);
  });

  test('that were not told are named as such, and where there are none, that is said', () => {
    const record = recordOf([{ ...drawn('b', 0.5), logprob: UNLISTED_LOGPROB, alternatives: [] }]);
    expect(wordsOf(viewProbabilities(resultOf({ temperature: 1, record }), place))[1]).toContain(
      'The server told no chances.',
    );
    expect(() => viewProbabilities(resultOf(broken), place)).toThrow('gave no probabilities with this answer');
  });
});

describe('Explain', () => {
  test('multiplies the chances of the first tokens, as they are written', () => {
    const { example, tryIt } = explainAsk(resultOf(finished), place);
    expect(example).toBe(
      'The answer begins with “Blue” (48%), “sky” (45%), “.” (90%). By these chances, the probability that exactly these 3 come in a row is 0.48 × 0.45 × 0.90 = about **19%**.',
    );
    expect(tryIt).toMatchObject({ action: 'beside' });
  });

  test('of one token, and of tokens whose chances were not told', () => {
    const one = recordOf([drawn('Blue', 0.48)]);
    expect(explainAsk(resultOf({ temperature: 1, record: one }), place).example).toContain(
      'At temperature 1, about 48 of 100 answers begin with it.',
    );
    const record = recordOf(undefined);
    expect(explainAsk(resultOf({ temperature: 1, record }), place).example).toContain('This answer has 2 tokens.');
    expect(explainAsk(resultOf(broken), place).example).toContain('does not tell how many tokens');
  });

  test('of the strip takes its least likely token', () => {
    const { example, tryIt } = explainAsk(resultOf(finished), { ...place, value: 'chances' });
    expect(example).toContain(
      'Token 2, “sky”, had 45%. A surprise of 1 bit is like one coin that shows heads (50%), 2 bits are like two coins, and so on. 1 coin that shows heads: 1 in 2. 2 coins: 1 in 4. “sky” had 1 in 2.22, so its surprise lies between 1 and 2 bits: **1.15 bits**.',
    );
    expect(tryIt).toMatchObject({ action: 'again', value: '1.6' });
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
  expect(writtenText(beyond)).toBe(long);
  const [kept = beyond] = throughJson(resultOf(beyond)).replies;
  expect(writtenText(kept)).toBe(beyond.record.answer.text);
  expect(long.startsWith(writtenText(kept))).toBe(true);
  const [before, after] = [resultOf(finished), throughJson(resultOf(finished))].map((result) =>
    JSON.stringify(viewProbabilities(result, place)),
  );
  expect(after).toBe(before);
});
