import { describe, expect, test } from 'vitest';
import { endsText } from '../../../src/lesson/text/token-label.js';
import { completion } from '../continuation-answers.js';
import { startModel } from '../start-model.js';

type Body = Record<string, unknown>;

interface Served {
  readonly tokens: readonly [text: string, probability: number, id?: number][];
  /** Those at which the server stops. */
  readonly ends: readonly string[];
  /** Whether it writes them as a part of the text. */
  readonly isWritten?: boolean;
}

/** A server that draws greedily, or what is called for by its id, and knows which tokens end a text. */
function serve({ tokens, ends, isWritten = false }: Served) {
  const list = tokens.map(([token, p, id]) => ({ token, logprob: Math.log(p), ...(id !== undefined && { id }) }));
  return startModel(
    ({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      const { drawn, more } = draw(body);
      const isEnd = ends.includes(drawn.token);
      const text = isEnd && !isWritten ? '' : drawn.token + (isEnd ? '' : more);
      const places = isEnd || more === '' ? [drawn] : [drawn, { token: more, logprob: -1 }];
      return completion(
        { content: places.map((place) => ({ ...place, top_logprobs: list })) },
        text,
        isEnd ? 'stop' : 'length',
      );
    },
    { defaultModel: 'm' },
  );

  function draw(body: Body) {
    const [called] = Object.keys((body.logit_bias as object | undefined) ?? {});
    const greedy = body.temperature === 0 ? list[0] : list.at(-1);
    const drawn = list.find(({ id }) => called !== undefined && String(id) === called) ?? greedy;
    if (drawn === undefined) throw new Error('nothing to draw');
    return { drawn, more: Number(body.max_tokens) > 1 ? ' more' : '' };
  }
}

const ask = { prompt: 'x', candidates: 5 };

describe('a token that ends the text is known by what the server does', () => {
  test.each(['<｜end▁of▁sentence｜>', '<turn|>', '<end_of_utterance>', '[EOS]', '<EOT>', '</s>', '<|fertig|>'])(
    '%s',
    async (name) => {
      const { model, stub } = await serve({
        tokens: [
          [name, 0.6],
          [' on', 0.2],
        ],
        ends: [name],
      });
      const { candidates } = await model.nextToken(ask);
      expect(candidates.map(({ text, ends }) => [text, ends])).toEqual([
        [name, true],
        [' on', undefined],
      ]);
      const asked = stub.posted('/v1/completions').length;
      await model.nextToken(ask);
      // What is known is not asked again.
      expect(stub.posted('/v1/completions').length).toBe(asked + 1);
    },
  );

  test('one that others come after ends nothing, however it is spelled', async () => {
    const { model } = await serve({
      tokens: [
        ['<eos>', 0.6],
        [' on', 0.2],
      ],
      ends: [],
    });
    const [first] = (await model.nextToken(ask)).candidates;
    expect(first).toMatchObject({ text: '<eos>', ends: false });
    expect(first && endsText(first)).toBe(false);
  });

  test('others than the likeliest are called for by their ids', async () => {
    const { model } = await serve({
      tokens: [
        [' on', 0.6, 1],
        ['<fin>', 0.2, 2],
        ['<think>', 0.1, 3],
        [' up', 0.05, 4],
      ],
      ends: ['<fin>'],
    });
    expect((await model.nextToken(ask)).candidates.map(({ ends }) => ends)).toEqual([
      undefined,
      true,
      false,
      undefined,
    ]);
  });

  test('without ids nothing is known of them, so that they count as ends', async () => {
    const { model, stub } = await serve({
      tokens: [
        [' on', 0.6],
        ['<fin>', 0.2],
        [' up', 0.1],
      ],
      ends: ['<fin>'],
    });
    const { candidates } = await model.nextToken(ask);
    expect(stub.posted('/v1/completions')).toHaveLength(1);
    expect(candidates[1]?.ends).toBeUndefined();
    expect(candidates[1] && endsText(candidates[1])).toBe(true);
  });

  test('a draw of one that the server writes as text ends the text', async () => {
    const { model } = await serve({ tokens: [['[EOS]', 0.9]], ends: ['[EOS]'], isWritten: true });
    expect(await model.draw({ prompt: 'x', temperature: 1 })).toEqual([]);
  });
});
