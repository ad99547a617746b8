import { expect, onTestFinished, test } from 'vitest';
import { UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { llamaCpp, llamaCppFailing } from './dialects/llama-cpp.js';
import { openEndpointStub } from './endpoint-stub.js';
import { data, hello, raw } from './reply-answers.js';
import { connect, startReplies } from './start-model.js';

/** Begins inside a character for most of its tokens, so that what is drawn there is nearly always the rest of one. */
const TEXT = 'Now an emoji:😀😀';
const FAILED = 'The model produced output that does not match the expected Content-only format';

async function scoreOn(answer: typeof llamaCpp.answer) {
  const stub = await openEndpointStub(answer);
  onTestFinished(() => stub.close());
  const model = connect({ baseURL: stub.baseURL });
  const { tokens } = await model.score({ text: TEXT });
  const asked = stub.requests.length;
  await model.score({ text: TEXT });
  return { tokens, again: stub.requests.length - asked };
}

test('a server that fails for what it drew still tells what it was asked for', async () => {
  const plain = await scoreOn(llamaCpp.answer);
  const failing = await scoreOn(llamaCppFailing.answer);
  expect(failing.tokens).toEqual(plain.tokens);
  // Once that is known, a token that it can write is called for at once.
  expect(failing.again).toBeLessThanOrEqual(plain.again + 1);
});

test('a roll at which the server failed counts as one, and is not rolled again', async () => {
  const isBad = (seed: unknown) => Number(seed) % 2 === 0;
  const stub = await openEndpointStub((request) =>
    request.body.temperature === 1.3 && isBad(request.body.seed)
      ? { status: 500, json: { error: { code: 500, message: FAILED, type: 'server_error' } } }
      : llamaCpp.answer(request),
  );
  onTestFinished(() => stub.close());
  const model = connect({ baseURL: stub.baseURL });
  const rolls = await model.rolls({ prompt: 'The cat', count: 10, temperature: 1.3, seed: 1, mostRequests: 40 });
  expect(rolls).toHaveLength(10);
  expect(rolls.filter((token) => token?.logprob === UNLISTED_LOGPROB)).toHaveLength(5);
  expect(stub.posted('/v1/completions').filter(({ temperature }) => temperature === 1.3)).toHaveLength(10);
});

const broken = (kind: 'error' | 'data') =>
  kind === 'error'
    ? `error: {"code":500,"message":"${FAILED}","type":"server_error"}\n\n`
    : data({ error: { code: 500, message: FAILED, type: 'server_error' } });

test.each(['error', 'data'] as const)(
  'a stream that fails in the middle for what was drawn is asked for as a whole; what was shown goes on (%s)',
  async (kind) => {
    const whole = { choices: [{ index: 0, message: { content: 'Hello 😀' }, finish_reason: 'stop' }] };
    const { ask, bodies } = await startReplies(({ body }) =>
      body.stream === true ? raw([data(hello[1]), broken(kind)]) : { json: whole },
    );
    const seen: string[] = [];
    const asking = () => ask({ onText: (text) => seen.push(text) });
    expect(await asking()).toMatchObject({ text: 'Hello 😀', finishReason: 'stop' });
    expect(seen).toEqual(['Hel', 'Hello 😀']);
    expect(bodies().filter(({ stream }) => stream === true)).toHaveLength(1);
    // The next one is tried as a stream again.
    await asking();
    expect(bodies().filter(({ stream }) => stream === true)).toHaveLength(2);
  },
);

test('where a whole answer fails as well, that is told, and what was shown stays', async () => {
  const failing = { status: 500, json: { error: { code: 500, message: FAILED, type: 'server_error' } } };
  const { ask, bodies } = await startReplies(({ body }) =>
    body.stream === true ? raw([data(hello[1]), broken('error')]) : failing,
  );
  const seen: string[] = [];
  await expect(ask({ onText: (text) => seen.push(text) })).rejects.toThrow(
    /could not read what its model drew, as when that is only a part of a character/,
  );
  expect(seen).toEqual(['Hel']);
  expect(bodies()).toHaveLength(2);
});
