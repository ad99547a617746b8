import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type EndpointStub,
  eventStream,
  openEndpointStub,
  type StubAnswer,
  type StubRequest,
} from '../model/endpoint-stub.js';
import {
  buttonsOf,
  componentsOf,
  entriesOf,
  open,
  picturesOf,
  plainText,
  type Room,
  readText,
  useRoom,
} from './harness.js';

const FRANCE = 'The capital of France is';

/** A token as the file has it. */
interface FileToken {
  readonly text: string;
  readonly bytes: string | null;
  readonly id: number | null;
  readonly logprob: number;
  readonly probability: number;
  readonly surprisal_bits: number;
}

interface ReplayFile {
  readonly format: string;
  readonly version: number;
  readonly kind: string;
  readonly endpoint: { readonly label: string; readonly embedded: boolean };
  readonly request: {
    readonly path: string;
    readonly body: Record<string, unknown>;
    readonly request_id: string | null;
    readonly sent_at: string;
    readonly seconds: number;
  };
  readonly answer: {
    readonly model: string;
    readonly scale: string;
    readonly text: string;
    readonly vocabulary_size: number | null;
    readonly listed: number;
    readonly listed_mass: number;
    readonly hidden_mass: number;
    readonly cap: number;
    readonly candidates: readonly FileToken[];
    readonly tokens: readonly (FileToken & {
      readonly listed_mass: number;
      readonly hidden_mass: number;
      readonly alternatives: readonly FileToken[];
    })[];
    readonly tokens_in_all: number;
  };
}

async function readFile({ fetchFile }: Room, message: APIMessage): Promise<ReplayFile> {
  const url = componentsOf(message).flatMap(({ file }) => file ?? [])[0]?.url ?? '';
  expect(url).toMatch(/\/tokenscope-[a-z-]+-[\dT-]+\.json/);
  return JSON.parse((await fetchFile(url)).toString('utf8'));
}

const massOf = (tokens: readonly FileToken[]) => tokens.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);

/** A finished reply has the button that a reply ends with. */
const isAnswered = (message: APIMessage) => 'Explain' in buttonsOf(message);

/** Opens the details of a message; the card is there for that person alone. */
const detailsOf = ({ person }: Room, message: APIMessage, entry = 'Details') =>
  entry in buttonsOf(message) ? person.press(message.id, entry).settled() : open(person, message, entry);

/** Presses **Run again** on a card and waits for the comparison. */
const runAgain = ({ person }: Room, card: APIMessage) =>
  person.press(card.id, 'Run again').settled((now) => 'Details' in buttonsOf(now));

describe('the tiny model', () => {
  const room = useRoom();

  test('the file of /nextword has the figures of the chart, and its masses follow from its logprobs', async () => {
    const message = await room().person.slash('nextword', { prompt: FRANCE }).settled();
    const card = await detailsOf(room(), message);
    const { answer, request, ...file } = await readFile(room(), card);
    expect(file).toEqual({
      format: 'tokenscope-replay',
      version: 1,
      kind: 'next-token',
      endpoint: { label: 'embedded tiny model', embedded: true },
    });
    expect(request).toMatchObject({ path: '/completions', body: { prompt: FRANCE, temperature: 1, max_tokens: 1 } });
    expect(Math.abs(Date.parse(request.sent_at) - Date.parse(message.timestamp))).toBeLessThan(60_000);

    expect(answer.scale).toBe('raw');
    expect(answer.listed).toBe(answer.candidates.length);
    expect(answer.listed_mass).toBeCloseTo(massOf(answer.candidates), 7);
    expect(answer.hidden_mass).toBeCloseTo(1 - massOf(answer.candidates), 7);
    expect(answer.cap).toBeLessThanOrEqual(answer.candidates.at(-1)?.probability ?? 0);
    const [best] = answer.candidates;
    // For a text that is continued, OpenAI's protocol has neither bytes nor ids.
    expect(best).toMatchObject({ text: ' Paris', bytes: null, id: null });
    expect(best?.surprisal_bits).toBeCloseTo(-Math.log2(best?.probability ?? 0), 9);
    const read = readText(card);
    const percent = Math.round((best?.probability ?? 0) * 100);
    expect(picturesOf(message)[0]?.alt).toContain(`·Paris ${percent}%`);
    expect(read).toContain(`${percent}%  ·Paris`);
    expect(read).toContain('**Came back:** all 4,003 tokens that the model has, each with its probability.');
    expect(read).toContain(`The 100 likeliest have ${Math.round(100 * massOf(answer.candidates))}% together.`);
    expect(read).toContain(`other tokens`);
    expect(read).toContain(`**Request id:** \`${request.request_id}\``);
    expect(read).toContain(`<t:${Math.floor(Date.parse(request.sent_at) / 1000)}:F>`);
    for (const [name, value] of Object.entries(request.body)) {
      if (name !== 'model' && name !== 'prompt') expect(read).toContain(`\`${name}=${JSON.stringify(value)}\``);
    }
    expect(read).not.toContain(FRANCE);
    expect(buttonsOf(card)).toEqual({ 'Run again': 'enabled' });
  });

  test('top-p that reaches beyond the named tokens goes through those that are listed together', async () => {
    const { person } = room();
    const sentence = 'may keep some of the tokens that the server did not list';
    const far = await person.slash('nextword', { prompt: FRANCE, top_p: 0.9999 }).settled();
    const card = readText(await detailsOf(room(), far));
    expect(card).toContain('(partly cut)');
    expect(card).not.toContain(sentence);
    const near = await person.slash('nextword', { prompt: FRANCE, top_p: 0.5 }).settled();
    expect(readText(await detailsOf(room(), near))).not.toContain(sentence);
  });

  test('the card is seen by who pressed alone, and what Run again finds by everybody', async () => {
    const { person, playground } = room();
    const ben = playground.join('Ben');
    const message = await person.slash('nextword', { prompt: FRANCE }).settled();
    const card = await detailsOf(room(), message);
    expect(ben.message(card.id)).toBeUndefined();
    const again = await runAgain(room(), card);
    expect(readText(ben.message(again.id) ?? card)).toContain(`> ${FRANCE}`);
    expect(readText(again)).toMatch(/\*\*The same to the last digit:\*\* \d+ tokens and their probabilities\./);
    expect(readText(again)).toContain('Nothing is drawn here, so the same numbers should come');
    expect(readText(again)).not.toContain('▶');
    const further = await ben.press(again.id, 'Details').settled();
    expect((await readFile(room(), further)).answer.candidates).toEqual(
      (await readFile(room(), card)).answer.candidates,
    );
  });

  test('the details of /nextword are of what is on the chart, and a card keeps what it showed', async () => {
    const { person } = room();
    const message = await person.slash('nextword', { prompt: FRANCE }).settled();
    const before = await detailsOf(room(), message);
    await person.press(message.id, 'Add “Paris”').settled((now) => readText(now).includes('→'));
    const after = await readFile(room(), await detailsOf(room(), message));
    expect(after.request.body.prompt).toBe(`${FRANCE} Paris`);
    await person.press(message.id, 'Undo').settled((now) => !readText(now).includes('→'));
    await person.press(message.id, 'Add “Paris”').settled((now) => readText(now).includes('→'));
    expect(readText(await runAgain(room(), before))).toContain('The same to the last digit');
  });

  test('the file of /ask has the tokens of the reply, and its perplexity follows from them', async () => {
    const { person } = room();
    const message = await person
      .slash('ask', { question: 'Tell me a story.', temperature: 1.3, seed: 7, max_tokens: 20, system: 'Be brief.' })
      .settled(isAnswered);
    const card = await detailsOf(room(), message);
    const { answer, request, kind } = await readFile(room(), card);
    expect(kind).toBe('reply');
    expect(request.body).toMatchObject({ temperature: 1.3, seed: 7, max_tokens: 20 });
    expect(readText(message)).toContain(answer.text.split('\n')[0]);
    expect(answer.tokens_in_all).toBe(answer.tokens.length);
    const bits = answer.tokens.reduce((sum, token) => sum + token.surprisal_bits, 0) / answer.tokens.length;
    const [, shown] = /perplexity ([\d.]+)/.exec(readText(card)) ?? [];
    expect(Math.abs(2 ** bits - Number(shown))).toBeLessThan(0.006);
    for (const token of answer.tokens) {
      expect(token.bytes).toBe(Buffer.from(token.text).toString('hex'));
      const isListed = token.alternatives.some(({ id }) => id === token.id);
      const known = massOf(token.alternatives) + (isListed ? 0 : Math.exp(token.logprob));
      expect(token.listed_mass).toBeCloseTo(known, 12);
      expect(token.hidden_mass).toBeCloseTo(1 - known, 12);
    }
    expect(readText(card)).toContain('**Seed:** `7`');
    expect(readText(card)).toContain('**Probabilities:** before temperature and top-p');
    expect(readText(card)).not.toContain('Be brief.');

    const again = await runAgain(room(), card);
    expect(readText(again)).toContain('> Tell me a story.');
    expect(readText(again)).toContain(`**The same to the last digit:** ${answer.tokens.length} tokens`);
    expect(readText(again)).toContain('The seed is the same');
  });

  test('each reply that stands side by side has its details, and so has the strip of probabilities', async () => {
    const { person } = room();
    const message = await person
      .slash('ask', { question: 'What is a token?', temperature: 0, max_tokens: 12 })
      .settled(isAnswered);
    const three = await open(person, message, 'Side by side');
    const named = Object.keys(entriesOf(three)).filter((entry) => entry.startsWith('Details'));
    expect(named).toEqual([0, 0.7, 1.5].map((one) => `Details at temperature ${one}`));
    const hot = await readFile(room(), await open(person, three, 'Details at temperature 1.5'));
    expect(hot.request.body.temperature).toBe(1.5);
    const [line = ''] = hot.answer.text.split('\n');
    expect(plainText(three)).toContain(line.trim().replaceAll('\\', ''));

    const shown = await person.press(message.id, 'How sure was it?').settled();
    const card = await detailsOf(room(), shown);
    expect(readText(card)).toContain('**Seed:** none, because nothing is drawn at temperature 0');
    expect((await readFile(room(), card)).answer.tokens).toHaveLength(12);
  });
});

/** The endpoint that the bot talks to; each test says how it answers. */
let stub: EndpointStub;
let answer: (request: StubRequest) => StubAnswer | undefined = () => undefined;

const KEY = 'sk-secret-key-1234567890';

describe('an endpoint that answers as it likes', () => {
  beforeAll(async () => {
    stub = await openEndpointStub((request) => {
      if (request.path === '/v1/models') return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
      // What no test says is answered later, not never: a 404 would teach the bot, which asks what the endpoint can do while
      // the tests begin, that there is nothing to ask.
      return answer(request) ?? { status: 503, json: { error: { message: 'busy' } } };
    });
  });
  afterAll(() => stub.close());

  const room = useRoom(() => ({ baseURL: stub.baseURL, apiKey: KEY }));

  /** Answers every request to continue a text with one list of tokens; the second list from the second request on. */
  function answerLists(...lists: readonly Record<string, number>[]): void {
    let at = 0;
    answer = ({ path, body }) => {
      // The bot also asks what the endpoint can do.
      if (path !== '/v1/completions' || body.prompt !== FRANCE) return undefined;
      at += 1;
      const list = Object.entries(lists[Math.min(at, lists.length) - 1] ?? {});
      const top = Object.fromEntries(list.map(([token, p]) => [token, Math.log(p)]));
      const [[text, logprob] = ['', 0]] = Object.entries(top);
      const logprobs = { tokens: [text], token_logprobs: [logprob], top_logprobs: [top], text_offset: [0] };
      return {
        headers: { 'x-request-id': `req_${at}` },
        json: {
          object: 'text_completion',
          model: 'served',
          choices: [{ index: 0, text, logprobs, finish_reason: 'length' }],
        },
      };
    };
  }

  /** Answers the questions one after another with these tokens, each with its probability. */
  function answerReplies(...replies: readonly (readonly (readonly [token: string, p: number])[])[]): void {
    let at = 0;
    answer = ({ path, body }) => {
      // The bot also asks what the endpoint can do.
      const isQuestion = /"content":"(?:Why|Hello)\?"/.test(JSON.stringify(body.messages ?? []));
      if (path !== '/v1/chat/completions' || !isQuestion) return undefined;
      at += 1;
      const reply = replies[Math.min(at, replies.length) - 1] ?? [];
      const chunks = reply.map(([token, p]) => ({
        index: 0,
        delta: { content: token },
        finish_reason: null,
        logprobs: {
          content: [{ token, logprob: Math.log(p), bytes: [...Buffer.from(token)], top_logprobs: [] }],
        },
      }));
      return eventStream([
        ...chunks.map((choice) => ({ id: 'x', object: 'chat.completion.chunk', model: 'served', choices: [choice] })),
        { model: 'served', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
        { choices: [], usage: { prompt_tokens: 9, completion_tokens: reply.length, total_tokens: 9 + reply.length } },
      ]);
    };
  }

  test('a distribution that changed: the first row that differs, and the largest change of a probability', async () => {
    answerLists({ ' Paris': 0.7, ' Lyon': 0.1, ' the': 0.05 }, { ' Paris': 0.7, ' the': 0.12, ' Lyon': 0.09 });
    const message = await room().person.slash('nextword', { prompt: FRANCE }).settled();
    const card = await detailsOf(room(), message);
    expect(readText(card)).toContain('**Server:** an OpenAI-compatible one at 127');
    expect(readText(card)).toContain('**Request id:** `req_1`');
    expect(readText(card)).toContain(
      '3 tokens with 85% together, and all other tokens share 15%; none has more than 15%.',
    );
    const read = readText(await runAgain(room(), card));
    expect(read).toContain('**Row 2 is the first that differs:** `·Lyon` (10%) the first time, `·the` (12%) now.');
    expect(read).toContain('The largest change of a probability is that of `·the`: 5.0% → 12%.');
    expect(read).toMatch(/^▶ 2\. ·Lyon 10% +│ ·the 12%$/m);
    expect(read).toMatch(/^ {2}3\. ·the 5\.0% +│ ·Lyon 9\.0%$/m);
    // The bot may still be asking what the endpoint can do.
    const asked = stub.posted('/v1/completions').filter(({ prompt }) => prompt === FRANCE);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual(asked[0]);
  });

  test('top-p that reaches beyond the list says so', async () => {
    const { person } = room();
    const sentence = 'may keep some of the tokens that the server did not list';
    answerLists({ ' Paris': 0.7, ' Lyon': 0.1, ' the': 0.05 });
    const far = await person.slash('nextword', { prompt: FRANCE, top_p: 0.9 }).settled();
    expect(readText(await detailsOf(room(), far))).toContain(`-# Top-p 0.9 ${sentence}`);
    const near = await person.slash('nextword', { prompt: FRANCE, top_p: 0.5 }).settled();
    expect(readText(await detailsOf(room(), near))).not.toContain(sentence);
  });

  test('a probability that differs in a late digit is shown to that digit', async () => {
    answerLists({ ' Paris': 0.7, ' Lyon': 0.1 }, { ' Paris': 0.7, ' Lyon': 0.1000002 });
    const message = await room().person.slash('nextword', { prompt: FRANCE }).settled();
    const read = readText(await runAgain(room(), await detailsOf(room(), message)));
    expect(read).toContain('`·Lyon` (10.00000%) the first time, `·Lyon` (10.00002%) now');
  });

  test('a reply that changed: the place, both tokens and both probabilities, and that it was not to be expected', async () => {
    answerReplies(
      [
        ['The', 0.9],
        [' sky', 0.5],
        ['.', 0.8],
      ],
      [
        ['The', 0.9],
        [' sea', 0.25],
        [' is', 0.6],
        [' wide', 0.3],
      ],
    );
    const message = await room()
      .person.slash('ask', { question: 'Why?', temperature: 0, model: 'talker' })
      .settled(isAnswered);
    const card = await detailsOf(room(), message);
    const again = await runAgain(room(), card);
    expect(readText(again)).toContain(
      '**Token 2 is the first that differs:** `·sky` (50%) the first time, `·sea` (25%) now.',
    );
    expect(readText(again)).toMatch(
      /^ {2}1\. The 90% +│ The 90%\n▶ 2\. ·sky 50% +│ ·sea 25%\n {2}3\. \. 80% +│ ·is 60%\n {2}4\. ⟨end of text⟩ +│ ·wide 30%$/m,
    );
    expect(readText(again)).toContain(
      'Temperature 0 always takes the likeliest token, so the same text should come. But a server',
    );
    expect(readText(again)).toContain('The sea is wide');
  });

  test('a reply without a seed that is another one: the first token that differs is marked, and why one may differ', async () => {
    const replies = ['cat', 'dog'].map((last) => ['A', ' small', ` ${last}`].map((token) => [token, 0.5] as const));
    answerReplies(...replies);
    const { person } = room();
    const message = await person
      .slash('ask', { question: 'Why?', temperature: 2, model: 'talker' })
      .settled(isAnswered);
    const card = await detailsOf(room(), message);
    expect(readText(card)).toContain('**Seed:** none, so each answer is drawn anew');
    const again = readText(await runAgain(room(), card));
    expect(again).toContain('**Token 3 is the first that differs:**');
    expect(again.match(/^▶ +(\d+)\./gm)).toEqual([expect.stringMatching(/\b3\.$/)]);
    expect(again).toContain('Without a seed each reply is drawn anew');
  });

  test('without probabilities the texts are compared', async () => {
    let at = 0;
    answer = ({ path, body }) => {
      if (path !== '/v1/chat/completions') return undefined;
      if (body.logprobs)
        return { status: 403, json: { error: { message: 'You are not allowed to request logprobs' } } };
      at += 1;
      const content = at > 1 ? 'Hi you.' : 'Hi there.';
      return {
        json: {
          model: 'served',
          choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
        },
      };
    };
    const message = await room().person.slash('ask', { question: 'Hello?', model: 'mute' }).settled(isAnswered);
    expect(Object.keys(buttonsOf(message))).not.toContain('How sure was it?');
    const card = await detailsOf(room(), message);
    expect(readText(card)).toContain('**Probabilities:** the server told none');
    const read = readText(await runAgain(room(), card));
    expect(read).toContain('**Character 4 is the first that differs:** `there.` the first time, `you.` now.');
  });

  test('the file holds no key', async () => {
    answerLists({ ' Paris': 0.7 });
    const message = await room().person.slash('nextword', { prompt: FRANCE }).settled();
    const file = await readFile(room(), await detailsOf(room(), message));
    expect(JSON.stringify(file)).not.toContain(KEY);
    expect(file.endpoint).toEqual({ label: stub.host, embedded: false });
  });

  test('an endpoint that takes no temperature: both commands say that the probabilities may be its own setting’s', async () => {
    const sentence = 'The server takes no temperature, so these may be the probabilities at a temperature of its own.';
    const refuse: StubAnswer = {
      status: 400,
      json: {
        error: { message: "Unsupported parameter: 'temperature'", param: 'temperature', code: 'unsupported_parameter' },
      },
    };
    answerLists({ ' Paris': 0.7, ' Lyon': 0.1 });
    const lists = answer;
    answer = (request) => (request.body.temperature === undefined ? lists(request) : refuse);
    const message = await room().person.slash('nextword', { prompt: FRANCE, model: 'cold' }).settled();
    const card = readText(await detailsOf(room(), message));
    expect(card).toContain(`-# ${sentence}`);
    expect(card).toContain(`**Probabilities:** ${sentence}`);

    answerReplies([['Hi', 0.9]]);
    const replies = answer;
    answer = (request) => (request.body.temperature === undefined ? replies(request) : refuse);
    const { person } = room();
    const reply = await person.slash('ask', { question: 'Hello?', model: 'cold' }).settled(isAnswered);
    expect(readText(reply)).toContain('the server’s own temperature');
    const read = readText(await detailsOf(room(), reply));
    expect(read).toContain(`-# ${sentence}`);
    expect(read).toContain('-# Drawn at the server’s own temperature.');
    for (const shown of [readText(reply), read]) expect(shown).not.toContain('temperature 0.7');

    const compared = await person
      .slash('compare', { prompt: 'Hello?', what: 'systems', model: 'cold' })
      .settled(isAnswered);
    expect(readText(compared)).toContain('the server’s own temperature');
    expect(readText(compared)).not.toContain('emperature 0.7');

    // Nobody chose a temperature since, and once more is not a choice.
    const again = await person.press(reply.id, 'Another answer').settled(isAnswered);
    expect(readText(again)).toContain('the server’s own temperature');
    const chosen = await person
      .slash('ask', { question: 'Hello?', model: 'cold', temperature: 0.7 })
      .settled(isAnswered);
    expect(readText(chosen)).toContain('does not take temperature 0.7');
  });

  test('temperature 0 names a tie, and claims nothing of tokens that are surely less likely', async () => {
    answerLists({ ' Paris': 0.4, ' Lyon': 0.4, ' the': 0.1 });
    const message = await room().person.slash('nextword', { prompt: FRANCE, temperature: 0 }).settled();
    expect(readText(message)).toContain('Here “Paris” and “Lyon” are equally likely');
    const [read = ''] = /^```[\s\S]*?```/.exec(readText(await detailsOf(room(), message))) ?? [];
    expect(read.match(/\(tied: greedy may take either\)/g)).toHaveLength(2);
    expect(read).toMatch(/^ +0% {2}·the$/m);
    expect(read).toMatch(/^ +0% {2}all other tokens together$/m);
    expect(read).not.toContain('cut');
  });
});
