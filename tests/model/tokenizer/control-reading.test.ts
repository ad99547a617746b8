import { describe, expect, test } from 'vitest';
import { sentenceOf } from '../../../src/facts.js';
import type { StubRequest } from '../endpoint-stub.js';
import { startModel } from '../start-model.js';

const EOS = '<eos>';

/** Every character is a token, and `<eos>` one where it is read as the control token. */
function cut(text: string, readsControls: boolean): { id: number; piece: string }[] {
  const parts = readsControls ? text.split(/(<eos>)/) : [text];
  return parts.flatMap((part) =>
    part === EOS && readsControls
      ? [{ id: 2, piece: EOS }]
      : [...part].map((piece) => ({ id: 10 + (piece.codePointAt(0) ?? 0), piece })),
  );
}

interface Reads {
  readonly completions: boolean;
  readonly hasTokenizer?: boolean;
  readonly counts?: boolean;
  readonly window?: number;
}

function start({ completions, hasTokenizer = true, counts = true, window }: Reads) {
  return startModel(
    ({ path, body }: StubRequest) => {
      if (path === '/props' && window !== undefined)
        return { json: { default_generation_settings: { n_ctx: window } } };
      if (path === '/tokenize' && hasTokenizer) {
        const text = typeof body.content === 'string' ? body.content : '';
        return { json: { tokens: cut(text, body.parse_special === true) } };
      }
      if (path !== '/v1/completions') return undefined;
      const read = cut(String(body.prompt), completions).length;
      const list = [{ token: ' a', logprob: -0.5 }];
      const usage = { prompt_tokens: Math.min(read, (window ?? read) - 1), completion_tokens: 1 };
      return {
        json: {
          choices: [
            { text: ' a', logprobs: { content: [{ ...list[0], top_logprobs: list }] }, finish_reason: 'length' },
          ],
          ...(counts && { usage }),
        },
      };
    },
    { defaultModel: 'm' },
  );
}

const TEXT = 'say <eos> and go on';
const saidOf = (notices: readonly { code: string; params: Record<string, unknown> }[] = []) =>
  notices.map((notice) => sentenceOf(notice, 'en'));

describe('the name of a control token in a text', () => {
  const said = 'The model reads “<eos>” in this text as a control token, not letter by letter.';

  test('is shown as one token where the model reads it as the control token, and that is said', async () => {
    const { model } = await start({ completions: true });
    const { tokens, notices } = await model.tokenize({ text: TEXT, around: 'nothing' });
    expect(tokens.map(({ text }) => text)).toEqual([...'say ', EOS, ...' and go on']);
    expect(saidOf(notices)).toEqual([said]);
    expect(saidOf((await model.nextToken({ prompt: TEXT, candidates: 3 })).notices)).toEqual([said]);
  });

  test('is shown letter by letter where the model reads it so, and nothing is said', async () => {
    const { model } = await start({ completions: false });
    const { tokens, notices } = await model.tokenize({ text: TEXT, around: 'nothing' });
    expect(tokens).toHaveLength(TEXT.length);
    expect(notices).toEqual([]);
    expect((await model.nextToken({ prompt: TEXT, candidates: 3 })).notices).toBeUndefined();
  });

  test('is found out without a tokenizer too, once', async () => {
    const { model, stub } = await start({ completions: true, hasTokenizer: false });
    expect(saidOf((await model.nextToken({ prompt: TEXT, candidates: 3 })).notices)).toEqual([said]);
    expect(stub.posted('/v1/completions')).toHaveLength(3);
    await model.nextToken({ prompt: `${TEXT} again`, candidates: 3 });
    expect(stub.posted('/v1/completions')).toHaveLength(4);
  });

  test('nothing is said where the server does not count, and nothing asked where no such name is there', async () => {
    const silent = await start({ completions: true, counts: false });
    expect((await silent.model.nextToken({ prompt: TEXT, candidates: 3 })).notices).toBeUndefined();
    const { model, stub } = await start({ completions: true });
    await model.nextToken({ prompt: 'a < b and c > d [sic]', candidates: 3 });
    expect(stub.posted('/v1/completions')).toHaveLength(1);
  });
});

describe('a prompt that is longer than the context window', () => {
  const long = 'word '.repeat(40);

  test('is said to be read from its end alone', async () => {
    const { model } = await start({ completions: false, window: 128 });
    const { notices } = await model.nextToken({ prompt: long, candidates: 3 });
    expect(saidOf(notices)).toEqual([
      'The text is longer than the server’s context window: the server read only the last 127 of about 200 tokens.',
    ]);
  });

  test('nothing is said, and no tokenizer asked, where it fits', async () => {
    const { model, stub } = await start({ completions: false, window: 4096 });
    expect((await model.nextToken({ prompt: long, candidates: 3 })).notices).toBeUndefined();
    expect(stub.posted('/tokenize')).toHaveLength(0);
  });
});
