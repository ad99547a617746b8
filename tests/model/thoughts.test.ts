import { describe, expect, test } from 'vitest';
import { tell } from '../words/tell.js';
import { eventStream } from './endpoint-stub.js';
import { logprobs, piece } from './reply-answers.js';
import { startReplies } from './start-model.js';
import { bothWays, contentOf, type MessagePart, place } from './thoughts-answers.js';

const part = (field: string, ...tokens: string[]): MessagePart[] =>
  tokens.map((token) => ({ part: { [field]: token }, tokens: [place(token)] }));
const mark = (...tokens: string[]): MessagePart => ({ part: {}, tokens: tokens.map((token) => place(token, 0.99)) });
const silent = (parts: readonly MessagePart[]): MessagePart[] => parts.map((one) => ({ part: one.part }));

async function read(parts: readonly MessagePart[], rest?: Parameters<typeof bothWays>[1], question = 'Why?') {
  const replies = [];
  for (const [, answer] of bothWays(parts, rest)) {
    const { ask } = await startReplies(() => answer);
    const { text, tokens, thoughts, notices } = await ask({ question });
    replies.push({
      text,
      tokens: tokens?.map((token) => token.text),
      thoughts: thoughts && { ...thoughts, tokens: thoughts.tokens?.map((token) => token.text) },
      notices: tell(notices),
    });
  }
  const [whole, streamed] = replies;
  expect(streamed).toEqual(whole);
  return streamed;
}

const told = {
  text: 'Paris.',
  tokens: ['Paris', '.'],
  thoughts: { text: 'Easy.', tokens: ['Easy', '.'], count: 2 },
  notices: [],
};

describe('thoughts that a server keeps apart', () => {
  test.each(['reasoning_content', 'reasoning', 'thinking'])('as %s, all of them with logprobs', async (field) => {
    const parts = [mark('<think>'), ...part(field, 'Easy', '.'), mark('</think>', '\n\n'), ...contentOf('Paris', '.')];
    expect(await read(parts)).toEqual(told);
  });

  test('as details and as blocks', async () => {
    const [text, type] = ['Easy.', 'reasoning.text'];
    const details = { part: { reasoning_details: [{ type, text }] } };
    const blocks = { part: { thinking_blocks: [{ type: 'thinking', thinking: text }] } };
    const summary = { part: { reasoning_details: [{ type: 'reasoning.summary', summary: text }] } };
    for (const thought of [details, blocks, summary]) {
      const reply = await read([thought, ...contentOf('Paris', '.')]);
      expect(reply).toEqual({ ...told, thoughts: { text, tokens: undefined, count: undefined } });
    }
  });

  test('in several fields at once count once', async () => {
    const reasoning_details = [{ type: 'reasoning.text', text: 'Easy.' }];
    const both = { part: { reasoning: 'Easy.', reasoning_content: 'Easy.', reasoning_details } };
    expect((await read([both, ...contentOf('Paris', '.')]))?.thoughts?.text).toBe('Easy.');
    const inText = [
      { part: { reasoning_content: 'Easy.', content: '<think>Easy.</think>' } },
      ...contentOf('Paris', '.'),
    ];
    expect(await read(inText)).toMatchObject({ text: 'Paris.', thoughts: { text: 'Easy.' } });
  });

  test('as parts of the content', async () => {
    const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'Easy.' }] };
    const content = [thinking, { type: 'text', text: 'Paris.' }];
    const reply = await read([{ part: { content }, tokens: ['Paris', '.'].map((token) => place(token)) }]);
    expect(reply).toEqual({ ...told, thoughts: { text: 'Easy.', tokens: undefined, count: undefined } });
  });

  test('logprobs of the answer alone', async () => {
    const reply = await read([...silent(part('reasoning', 'Easy', '.')), ...contentOf('Paris', '.')]);
    expect(reply).toEqual({ ...told, thoughts: { text: 'Easy.', tokens: undefined, count: undefined } });
  });

  test('logprobs of both without marks, and with what ends the text', async () => {
    const reply = await read([...part('reasoning', 'Easy', '.'), ...contentOf('Paris', '.'), mark('<|im_end|>')]);
    expect(reply).toEqual({ ...told, tokens: ['Paris', '.', '<|im_end|>'] });
  });

  test('channels of which the server shows nothing but the tokens', async () => {
    const parts = [
      mark('<|channel|>', 'analysis', '<|message|>'),
      ...part('reasoning_content', 'Easy', '.'),
      mark('<|end|>', '<|start|>', 'assistant', '<|channel|>', 'final', '<|message|>'),
      ...contentOf('Paris', '.'),
      mark('<|return|>'),
    ];
    expect(await read(parts)).toEqual({ ...told, tokens: ['Paris', '.', '<|return|>'] });
  });

  test('thoughts that only the tokens tell', async () => {
    const parts = [mark('<think>', 'Easy', '.', '</think>'), ...contentOf('Paris', '.')];
    expect(await read(parts)).toEqual(told);
    const harmony = ['<|channel|>', 'analysis', '<|message|>', 'Easy', '.', '<|end|>', '<|start|>', 'assistant'];
    const channels = [mark(...harmony, '<|channel|>', 'final', '<|message|>'), ...contentOf('Paris', '.')];
    expect(await read(channels)).toEqual(told);
    const opened = [mark('Easy', '.', '\n', '</think>', '\n\n'), ...contentOf('Paris', '.')];
    expect(await read(opened)).toEqual(told);
  });

  test('the same words in thoughts and answer', async () => {
    const parts = [...part('reasoning', 'Paris', '.', ' Paris', '.'), ...contentOf('Paris', '.')];
    expect(await read(parts)).toMatchObject({ tokens: ['Paris', '.'], thoughts: { count: 4 } });
  });

  test('thoughts between two parts of an answer', async () => {
    const parts = [
      ...part('reasoning', 'Easy'),
      ...contentOf('Par'),
      mark('<think>'),
      ...part('reasoning', 'Hm'),
      mark('</think>'),
      ...contentOf('is', '.'),
    ];
    const { ask } = await startReplies(() => bothWays(parts)[1]?.[1]);
    const { text, tokens, thoughts } = await ask();
    expect(text).toBe('Paris.');
    expect(tokens?.map((token) => token.text)).toEqual(['Par', 'is', '.']);
    expect(thoughts).toMatchObject({ text: 'EasyHm', count: 2 });
  });

  test('parts of characters that are told without bytes', async () => {
    const open = (token: string) => place(token, 0.5, null);
    const parts: MessagePart[] = [
      { part: { reasoning: 'Easy 😀.' }, tokens: [open('Easy'), open(' \uFFFD'), open('\uFFFD'), open('.')] },
      { part: { content: 'Paris 🗼!' }, tokens: [open('Paris'), open(' '), open('\uFFFD'), open('\uFFFD'), open('!')] },
    ];
    const reply = await read(parts);
    expect(reply?.tokens).toHaveLength(5);
    expect(reply?.thoughts?.tokens).toHaveLength(4);
  });

  test('parts of characters that are told by their bytes', async () => {
    const bytes = [...Buffer.from('😀')];
    const half = (from: number, to?: number) => place('\uFFFD', 0.5, bytes.slice(from, to));
    const parts: MessagePart[] = [
      { part: { reasoning: '😀' }, tokens: [half(0, 2), half(2)] },
      { part: { content: '😀😀' }, tokens: [half(0, 2), half(2), half(0, 2), half(2)] },
    ];
    const reply = await read(parts);
    expect(reply?.tokens).toHaveLength(4);
    expect(reply?.thoughts?.tokens).toHaveLength(2);
  });

  test('undecoded tokens, known by the thoughts', async () => {
    const undecoded = (...tokens: string[]) => tokens.map((token) => place(token, 0.5, null));
    const parts: MessagePart[] = [
      { part: {}, tokens: undecoded('<think>') },
      { part: { reasoning: 'So so.' }, tokens: undecoded('So', 'Ġso', '.') },
      { part: {}, tokens: undecoded('</think>', 'ĊĊ') },
      { part: { content: 'In Paris.' }, tokens: undecoded('In', 'ĠParis', '.') },
    ];
    const reply = await read(parts);
    expect(reply?.tokens).toEqual(['In', ' Paris', '.']);
    expect(reply?.thoughts?.tokens).toEqual(['So', ' so', '.']);
  });

  test('tokens that spell something else give no figures', async () => {
    const parts: MessagePart[] = [
      ...part('reasoning', 'Easy', '.'),
      { part: { content: 'Paris.' }, tokens: [place('Rome')] },
    ];
    const reply = await read(parts);
    expect(reply).toMatchObject({ text: 'Paris.', tokens: undefined, thoughts: { text: 'Easy.' } });
    expect(reply?.notices).toEqual([
      'There are no probabilities here, because those of the answer could not be told from those of the thoughts.',
    ]);
  });

  test('hidden ones are counted', async () => {
    const usage = { prompt_tokens: 5, completion_tokens: 130, completion_tokens_details: { reasoning_tokens: 128 } };
    const reply = await read(contentOf('Paris', '.'), { usage });
    expect(reply).toEqual({ ...told, thoughts: { text: '', tokens: undefined, count: 128 } });
    const none = { ...usage, completion_tokens_details: { reasoning_tokens: 0 } };
    expect((await read(contentOf('Paris', '.'), { usage: none }))?.thoughts).toBeUndefined();
    const encrypted = { part: { reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] } };
    const kept = await read([encrypted, ...contentOf('Paris', '.')]);
    expect(kept?.thoughts).toEqual({ text: '', tokens: undefined, count: undefined });
  });

  test('thoughts to the end of the limit', async () => {
    const reply = await read([mark('<think>'), ...part('reasoning', 'Easy', '.')], { finish: 'length' });
    expect(reply).toEqual({
      ...told,
      text: '',
      tokens: undefined,
      notices: ['The model used all its tokens to think and wrote no answer. Raise max_tokens.'],
    });
  });
});

describe('thoughts in the text', () => {
  test.each([
    ['a tag', ['<think>', '\n', 'Easy', '.', '\n', '</think>', '\n\n']],
    ['a longer tag', ['<thinking>', 'Easy', '.', '</thinking>']],
    ['a tag of plain tokens', ['<', 'think', '>\n', 'Easy', '.', '\n</', 'think', '>\n\n']],
    ['a tag with a prefix', ['<seed:think>', 'Easy', '.', '</seed:think>']],
    ['brackets', ['[THINK]', 'Easy', '.', '[/THINK]']],
    ['triangles', ['◁think▷', 'Easy', '.', '◁/think▷']],
    ['an unused token', ['<unused94>', 'thought', '\n', 'Easy', '.', '<unused95>']],
    ['a channel’s token', ['<|channel>', 'thought', '\n', 'Easy', '.', '<channel|>']],
    ['capitals', ['<|START_THINKING|>', 'Easy', '.', '<|END_THINKING|>', '<|START_RESPONSE|>']],
    ['a beginning and an end', ['<|begin_of_thought|>', 'Easy', '.', '<|end_of_thought|>', '\n']],
    ['a template that opened them', ['Easy', '.', '\n', '</think>', '\n\n']],
    ['the same without new lines', ['Easy', '.', '</think>']],
    [
      'channels',
      [
        '<|channel|>',
        'analysis',
        '<|message|>',
        'Easy',
        '.',
        '<|end|>',
        '<|start|>',
        'assistant',
        '<|channel|>',
        'final',
        '<|message|>',
      ],
    ],
    ['channels without their marks', ['analysis', 'Easy', '.', 'assistant', 'final']],
  ])('%s', async (_name, tokens) => {
    expect(await read(contentOf(...tokens, 'Paris', '.'))).toEqual(told);
    const untold = { ...told, tokens: undefined, thoughts: { text: 'Easy.', tokens: undefined, count: undefined } };
    const notices = ['This server gave no probabilities for the answer.'];
    expect(await read(silent(contentOf(...tokens, 'Paris', '.')))).toEqual({ ...untold, notices });
  });

  test('a token that ends the thoughts and begins the mark', async () => {
    const reply = await read(contentOf('<thinking>', 'Easy', '.</', 'thinking', '>', 'Paris', '.'));
    expect(reply).toEqual({ ...told, thoughts: { text: 'Easy.', tokens: ['Easy', '.</'], count: 2 } });
  });

  test('empty ones are none', async () => {
    const reply = await read(contentOf('<think>', '\n\n', '</think>', '\n\n', 'Paris', '.'));
    expect(reply).toEqual({ ...told, thoughts: undefined });
    expect(await read([mark('<think>', '\n\n', '</think>', '\n\n'), ...contentOf('Paris', '.')])).toEqual({
      ...told,
      thoughts: undefined,
    });
  });

  test('an answer channel alone', async () => {
    const reply = await read(contentOf('<|channel|>', 'final', '<|message|>', 'Paris', '.', '<|return|>'));
    expect(reply).toMatchObject({ text: 'Paris.', thoughts: undefined });
    expect(reply?.tokens?.slice(0, 2)).toEqual(['Paris', '.']);
  });

  test('ones that are cut', async () => {
    const reply = await read(contentOf('<think>', 'Easy', '.'), { finish: 'length' });
    expect(reply).toMatchObject({ text: '', tokens: undefined, thoughts: told.thoughts });
    const ended = await read(contentOf('<think>', 'Easy', '.'));
    expect(ended).toMatchObject({ text: '', thoughts: told.thoughts });
    expect(ended?.notices).toEqual(['The model thought, and then wrote no answer. Ask once more.']);
  });

  test.each([
    ['in the middle', 'R1 writes <think> first and </think> last.', 'Why?'],
    ['in quotes', 'It ends with “</think>”, always.', 'Why?'],
    ['in code', 'Write `</think>` there.', 'Why?'],
    ['in a block of code', '```\nx\n</think>\n```\nso.', 'Why?'],
    ['at the end of a sentence', 'It is closed by </think>.', 'Why?'],
    ['that was asked for', 'So it is </think> then.', 'What closes <think>? Is it </think>?'],
    ['alone', '<think>', 'Say <think>'],
    ['with a text, as it was asked for', '<think>hi</think>', 'Write <think>hi</think>'],
    ['of another kind', '<div>hi</div>', 'Why?'],
    ['that is none', '[1, 2] < 3', 'Why?'],
    ['an open bracket', '<', 'Why?'],
  ])('a mark %s is text', async (_name, text, question) => {
    const tokens = text.split(/(?<= )/);
    expect(await read(contentOf(...tokens), {}, question)).toEqual({ text, tokens, thoughts: undefined, notices: [] });
  });

  test('are told while they come, and the reply grows by the answer alone', async () => {
    const parts = contentOf('<th', 'ink>', 'Easy', '.', '</thi', 'nk>', '\n\nPar', 'is', '.');
    const { ask } = await startReplies(() => bothWays(parts)[1]?.[1]);
    const [texts, thoughts]: [string[], string[]] = [[], []];
    await ask({ onText: (text) => texts.push(text), onThoughts: (text) => thoughts.push(text) });
    expect(texts).toEqual(['Par', 'Paris', 'Paris.']);
    expect(thoughts).toEqual(['Easy', 'Easy.']);
  });

  test('a mark that turns what came into thoughts', async () => {
    const parts = contentOf('Easy', '.', '\n</think>\n\n', 'Paris', '.');
    const { ask } = await startReplies(() => bothWays(parts)[1]?.[1]);
    const texts: string[] = [];
    await ask({ onText: (text) => texts.push(text) });
    expect(texts).toEqual(['Easy', 'Easy.', '', 'Paris', 'Paris.']);
  });
});

describe('refusals', () => {
  const said = 'I can’t help with that.';

  test('in the model’s words', async () => {
    for (const [, answer] of bothWays([{ part: { refusal: 'I can’t help' } }, { part: { refusal: ' with that.' } }])) {
      const { ask } = await startReplies(() => answer);
      const { text, refusal, notices } = await ask();
      expect({ text, refusal }).toEqual({ text: '', refusal: { by: 'model', said } });
      expect(tell(notices)).toEqual([
        `The model refused to answer. It said: “${said}” Ask in other words, or choose another model.`,
      ]);
    }
    const content = [{ type: 'refusal', refusal: said }];
    const { ask } = await startReplies(() => bothWays([{ part: { content } }])[0]?.[1]);
    expect((await ask()).refusal).toEqual({ by: 'model', said });
  });

  test.each(['content_filter', 'SAFETY', 'prohibited_content', 'PROHIBITED_CONTENT', 'guardrail_intervened'])(
    '%s, with a part of the answer and without',
    async (finish) => {
      for (const [, answer] of bothWays([], { finish })) {
        const { ask } = await startReplies(() => answer);
        const { refusal, notices, finishReason } = await ask();
        expect({ refusal, finishReason }).toEqual({
          refusal: { by: 'filter', said: '' },
          finishReason: 'content-filter',
        });
        expect(tell(notices)).toEqual([
          'The server’s content filter held the answer back. Ask in other words, or choose another model.',
        ]);
      }
      for (const [, answer] of bothWays(contentOf('Well'), { finish })) {
        const { ask } = await startReplies(() => answer);
        const { text, notices } = await ask();
        expect(text).toBe('Well');
        expect(tell(notices)[0]).toMatch(/^The server’s content filter ended the answer here/);
      }
    },
  );

  test('a filter that names what it found', async () => {
    const content_filter_results = { hate: { filtered: false }, self_harm: { filtered: true, severity: 'high' } };
    const choice = {
      index: 0,
      message: { role: 'assistant' },
      finish_reason: 'content_filter',
      content_filter_results,
    };
    const { ask } = await startReplies(() => ({ json: { choices: [choice] } }));
    expect((await ask()).refusal).toEqual({ by: 'filter', said: 'self harm' });
  });

  test('a question that was held back', async () => {
    const blocked = { choices: [], promptFeedback: { blockReason: 'SAFETY' } };
    for (const answer of [
      { json: blocked },
      eventStream([blocked]),
      { json: { promptFeedback: blocked.promptFeedback } },
    ]) {
      const { ask } = await startReplies(() => answer);
      const reply = await ask();
      expect(reply.refusal).toEqual({ by: 'filter', said: 'safety' });
    }
  });

  test('what a filter found in a question that it let through', async () => {
    const content_filter_results = { violence: { filtered: false, severity: 'safe' } };
    const before = { choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results }] };
    const { ask } = await startReplies(() =>
      eventStream([before, piece({ content: 'Hi' }, { logprobs: logprobs('Hi'), finish_reason: 'stop' })]),
    );
    expect(await ask()).toMatchObject({ text: 'Hi', refusal: undefined });
  });

  test('the reason of another protocol', async () => {
    const choice = { index: 0, message: { content: '' }, finish_reason: 'refusal', stop_reason: 'refusal' };
    const { ask } = await startReplies(() => ({ json: { choices: [choice] } }));
    expect((await ask()).refusal).toEqual({ by: 'model', said: '' });
  });

  test('no answer at all', async () => {
    for (const answer of [{ json: { choices: [] } }, eventStream([{ choices: [] }])]) {
      const { ask } = await startReplies(() => answer);
      await expect(ask()).rejects.toThrow(/sent no answer.*filter.*other words/);
    }
  });

  test('a call of a tool, and a spoken answer', async () => {
    const tool_calls = [{ id: 'x', type: 'function', function: { name: 'search', arguments: '{}' } }];
    const { ask } = await startReplies(() => bothWays([{ part: { tool_calls } }], { finish: 'tool_calls' })[0]?.[1]);
    expect(tell((await ask()).notices)).toEqual([
      'The model wanted to call a tool instead of an answer. There are no tools here. Ask in other words.',
    ]);
    const audio = { id: 'x', data: '', transcript: 'Paris.' };
    const spoken = await startReplies(() => bothWays([{ part: { audio } }])[0]?.[1]);
    expect((await spoken.ask()).text).toBe('Paris.');
  });

  test.each([
    {
      error: {
        code: 'content_filter',
        message: 'The response was filtered',
        innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { violence: { filtered: true } } },
      },
    },
    {
      error: {
        code: 'content_policy_violation',
        type: 'invalid_request_error',
        message: 'Your request was rejected as a result of our safety system.',
      },
    },
  ])('a request that a filter refused', async (json) => {
    const { ask, bodies } = await startReplies(() => ({ status: 400, json }));
    await expect(ask()).rejects.toThrow(/content filter of .* held the question back.*other words/);
    expect(bodies()).toHaveLength(1);
  });
});
