import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { completion, refuse } from '../model/continuation-answers.js';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';
import { testSeed } from '../setup/test-seed.js';
import {
  buttonsOf,
  componentsOf,
  entriesOf,
  open,
  openStage,
  picturesOf,
  type Room,
  readText,
  saysSomething,
  useRoom,
} from './harness.js';

const isShown = (message: APIMessage) => 'Explain' in buttonsOf(message);

const LIST = 'All tokens as a list';
const hasFile = (message: APIMessage) => componentsOf(message).some(({ file }) => file !== undefined);

/** All tokens as the file has them. */
const listOf = (room: Room, message: APIMessage, person = room.person) => open(person, message, LIST, hasFile);

/** The rows of the file that a message shows, without its heading. */
async function rowsOf({ fetchFile }: Room, message: APIMessage): Promise<string[][]> {
  const url = componentsOf(message).flatMap(({ file }) => file ?? [])[0]?.url ?? '';
  const [heading, ...rows] = (await fetchFile(url)).toString('utf8').trimEnd().split('\n');
  expect(heading).toBe('place\ttoken\tprobability\tbits\trank\tlikeliest other token\tits probability');
  return rows.map((row) => row.split('\t'));
}

/** The lines of the list in a message. */
const linesOf = (message: APIMessage) => /```\n([\s\S]*?)\n```/.exec(readText(message))?.[1]?.split('\n') ?? [];

describe('the tiny model', () => {
  const room = useRoom();
  let tiny: Awaited<ReturnType<typeof openKeptTinyModel>>;
  beforeAll(async () => {
    tiny = await openKeptTinyModel({ seed: testSeed });
  });
  afterAll(() => tiny.close());

  /** Tokens and natural logprobs as the model's own server writes them, asked without the bot. */
  async function askTinyModel(text: string): Promise<{ tokens: string[]; logprobs: number[] }> {
    const response = await fetch(`${tiny.baseURL}/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'tokenscope-tiny', prompt: text, echo: true, max_tokens: 0, logprobs: 1 }),
    });
    const { choices } = (await response.json()) as {
      choices: { logprobs: { tokens: string[]; token_logprobs: number[] } }[];
    };
    const [told] = choices;
    return { tokens: told?.logprobs.tokens ?? [], logprobs: told?.logprobs.token_logprobs ?? [] };
  }

  const look = (text: string, options: Record<string, string> = {}) =>
    room()
      .person.slash('surprise', { text, ...options })
      .settled(isShown);

  const ODD = 'The cat sat on the Wednesday. Once upon a time there was a little girl.';

  test('every figure is what follows from the probabilities that the model’s server writes', async () => {
    const { tokens, logprobs } = await askTinyModel(ODD);
    const bits = logprobs.map((logprob) => -Math.log2(Math.exp(logprob)));
    const mean = bits.reduce((sum, one) => sum + one, 0) / bits.length;
    const message = await look(ODD);
    const details = await open(room().person, message, 'Details');
    const read = readText(details);
    expect(read).toContain(
      `**${mean.toFixed(2)} bits per token** · perplexity **${(2 ** mean).toFixed(2)}** · ${tokens.length} tokens`,
    );
    const at = tokens.indexOf(' Wednesday');
    expect(readText(message)).toMatch(
      /\*\*“Wednesday” surprises most:\*\* its chance was 1 in [\d,]+( million)?\. “\w+” had/,
    );
    expect(read).toContain(`The most surprising word: \`Wednesday\` with **${bits[at]?.toFixed(2)} bits**.`);
    const odd = [...bits.keys()]
      .sort((one, other) => (bits[other] ?? 0) - (bits[one] ?? 0))
      .slice(0, 8)
      .filter((place) => (bits[place] ?? 0) >= 1);
    const lines = linesOf(details);
    expect(lines.map((line) => Number.parseInt(line, 10) - 1)).toEqual(odd.sort((one, other) => one - other));
    for (const [index, place] of odd.entries()) {
      expect(lines[index]).toContain(`${tokens[place]?.replace(/^ /, '·')} `);
      expect(lines[index]).toContain(` ${bits[place]?.toFixed(2)} bits  rank `);
    }
    const alt = picturesOf(message)[0]?.alt ?? '';
    for (const token of tokens) expect(alt).toContain(token === '.' ? 'full stop ' : `${token.trim()}” `);
    expect(alt).toContain('“·Wednesday” < 0.1%;');

    const rows = await rowsOf(room(), await listOf(room(), message));
    expect(rows.map(([, token]) => token)).toEqual(tokens.map((token) => token.replace(/^ /, '·')));
    for (const [place, [, , probability, surprise]] of rows.entries()) {
      expect(Number(probability) / Math.exp(logprobs[place] ?? 0)).toBeCloseTo(1, 4);
      expect(Number(surprise)).toBeCloseTo(bits[place] ?? 0, 3);
    }
  });

  test('what was expected instead is the most likely token of /nextword, and a rank is its row there', async () => {
    const { person } = room();
    const lastLine = async (text: string) => {
      const details = await open(person, await look(text), 'Details');
      return linesOf(details).at(-1);
    };
    const next = await person.slash('nextword', { prompt: 'The cat sat on the' }).settled(isShown);
    const [, token, percent] = /(·\S+) ([\d.]+%)/.exec(picturesOf(next)[0]?.alt ?? '') ?? [];
    const line = await lastLine('The cat sat on the Wednesday');
    expect(line).toMatch(/^ ?6\. +·Wednesday /);
    expect(line?.endsWith(`expected ${token} ${percent}`)).toBe(true);
    expect(await lastLine(`The cat sat on the${token?.replace('·', ' ')}`)).toMatch(/rank 1 +its first guess$/);
  });

  test('no unseen token has a rank beyond those that are likelier, and none is said to be expected that marks a turn', async () => {
    const rows = await rowsOf(room(), await listOf(room(), await look('Qzx asdkjh\nThe sky is blue')));
    const ranks = rows.map(([, , , , rank]) => Number(rank));
    expect(Math.max(...ranks)).toBeLessThan(100_000);
    expect(rows.map(([, , , , , expected]) => expected)).not.toContain('Q');
  });

  test('the word that was expected takes the place of the surprising one by a press', async () => {
    const message = await look('The cat sat on the Wednesday.');
    const label = Object.keys(buttonsOf(message)).find((one) => one.startsWith('Put “')) ?? '';
    const word = /“(.+)”/.exec(label)?.[1];
    expect(readText(message)).toContain(`“${word}” had`);
    const swapped = await room().person.press(message.id, label).settled(isShown);
    expect(swapped.id).not.toBe(message.id);
    expect(readText(swapped)).toContain(`> The cat sat on the ${word}\\.`.replace('\\', ''));
  });

  test('one token is looked at closely, chosen in the menu of a short text', async () => {
    const message = await look('The sky is blue');
    const entry = Object.keys(entriesOf(message)).find((one) => one.startsWith('Look at token 2')) ?? '';
    const card = await open(room().person, message, entry, (now) => readText(now).includes('Token 2'));
    expect(readText(card)).toContain('`·sky`');
    expect(readText(card)).toContain('**Chance:**');
  });

  test('a common phrase surprises less than nonsense, and that tells nothing of who wrote it', async () => {
    const { person } = room();
    const bitsOf = (details: APIMessage) => Number(/\*\*([\d.]+) bits per token/.exec(readText(details))?.[1]);
    const [common, nonsense] = [
      await open(person, await look('Once upon a time there was'), 'Details'),
      await open(person, await look('Once pizza there democracy a'), 'Details'),
    ];
    expect(bitsOf(common)).toBeLessThan(bitsOf(nonsense));
    expect(readText(common)).toContain('This does not tell whether a machine wrote the text.');
  });

  test('tokens that are parts of a character show their bytes, and other scripts have words too', async () => {
    const message = await look('I love 🫠, مرحبا.\n今天');
    const alt = picturesOf(message)[0]?.alt ?? '';
    expect(alt).toContain('“⟨F0⟩” < 0.1%; “⟨9F⟩” ');
    expect(readText(message)).toMatch(/\*\*“🫠” surprises most:\*\* its chance was /);
    const details = await open(room().person, message, 'Details');
    expect(readText(details)).toMatch(
      /The most surprising word: `🫠` with \*\*[\d.]+ bits\*\*, the sum of its 4 tokens/,
    );
    const chinese = await open(room().person, await look('你好，世界。'), 'Details');
    expect(readText(chinese)).toContain('No word is named, because the text has no words with spaces between them.');
  });

  test('anybody’s message has it in its menu, code blocks and mentions included', async () => {
    const { person, playground } = room();
    const code = '@everyone <@1>\n```js\nlet x = `1`;\n```';
    const said = playground.join('Cleo').say(playground.channels[0]?.id ?? '', code);
    const message = await person.messageCommand('How surprising?', said.id).settled(isShown);
    expect(message.mention_everyone).toBe(false);
    expect(message.mentions).toEqual([]);
    expect(readText(message)).not.toContain('```');
    const rows = await rowsOf(room(), await listOf(room(), message));
    expect(rows.map(([, token]) => token).join('')).toContain('```js↵let·x·=');
    const again = await person.messageCommand('How surprising?', message.id).settled(isShown);
    expect(readText(again)).toMatch(/surprises most|No surprise|The chance of/);
  });

  test('a long text has one page of its picture shown, further ones by ▶, and the list has it all', async () => {
    const { person } = room();
    const text = 'The lazy dog, which nobody had seen before, slept. '.repeat(60).trim();
    const message = await look(text);
    const { tokens, logprobs } = await askTinyModel(text);
    expect(tokens.length).toBeGreaterThan(500);
    expect(Object.keys(entriesOf(message))).toContain('Look at one token…');
    const turned = await person
      .press(message.id, '▶')
      .settled((now) => picturesOf(now)[0]?.alt !== picturesOf(message)[0]?.alt);
    expect(picturesOf(turned)).toHaveLength(1);
    const rows = await rowsOf(room(), await listOf(room(), message));
    expect(rows).toHaveLength(tokens.length);
    expect(Number(rows.at(-1)?.[2]) / Math.exp(logprobs.at(-1) ?? 0)).toBeCloseTo(1, 4);
  });

  test.each([
    ['one token', 'Hello', /The chance of \*\*“Hello”\*\* was /],
    ['blanks', '   ', /The chance of|surprises most|No surprise/],
    ['the longest', 'x'.repeat(4000), /\*\*“x{20}…x{19}” surprises most:\*\* its chance was less than 1 in a billion/],
    ['beyond the context window', '🫠'.repeat(3000), /context window/],
  ])('any text gets its figures or a sentence: %s', async (_, text, words) => {
    const message = await room()
      .person.slash('surprise', { text })
      .settled((now) => isShown(now) || /context window/.test(readText(now)));
    expect(readText(message)).toMatch(words);
  });

  test('Explain, Details and the other commands are a press away', async () => {
    const { person, playground } = room();
    const message = await look('The sky is blue');
    expect(Object.keys(entriesOf(message))).toEqual([
      ...[1, 2, 3, 4].map((number) => expect.stringContaining(`Look at token ${number}`)),
      LIST,
      ...[
        'Next word',
        'Temperature',
        'Sampling',
        'Dice',
        'Generate',
        'Compare',
        'Options',
        'Guess',
        'Tokenize',
        'Attention',
        'Beam search',
        'Details',
      ].filter((label) => label in entriesOf(message)),
    ]);
    for (const label of ['Next word', 'Compare', 'Details']) expect(entriesOf(message)).toHaveProperty(label);
    const lesson = await person.press(message.id, 'Explain').settled();
    expect(readText(lesson)).toContain('A chance of 1 in 2 (a coin) is 1 bit');
    expect(readText(lesson)).toMatch(
      /All 4 tokens together have [\d.]+ bits of surprise\. [\d.]+ ÷ 4 = \*\*[\d.]+ bits/,
    );
    expect(playground.join('Ben').message(lesson.id)).toBeUndefined();
    const card = await open(person, message, 'Details');
    const again = await person.press(card.id, 'Run again').settled((now) => /the last digit/.test(readText(now)));
    expect(readText(again)).toContain('**The same to the last digit:** 4 tokens and their probabilities.');
  });
});

type Place = [token: string, logprob: number | null, listed?: Record<string, number>];

const echoOf = (places: readonly Place[]) =>
  completion({
    tokens: places.map(([token]) => token),
    token_logprobs: places.map(([, logprob]) => logprob),
    top_logprobs: places.map(([, , listed]) => listed ?? null),
    text_offset: places.map(() => 0),
  });

const NEXT = completion({ tokens: [' on'], token_logprobs: [-1], top_logprobs: [{ ' on': -1, ' at': -2 }] }, ' on');

/** An endpoint that echoes: nothing for the first token, and what is not among the listed ones has no value. */
const echoing =
  (...places: readonly Place[]) =>
  ({ path, body }: StubRequest): StubAnswer | undefined => {
    if (path !== '/v1/completions') return undefined;
    if (body.echo !== true) return NEXT;
    if (body.prompt !== 'The cat sat on the mat') return echoOf(places);
    const probe = 'The| cat| sat| on| the| mat'.split('|').map((token, at): Place => [token, at === 0 ? null : -1]);
    return echoOf(body.max_tokens === 1 ? [...probe, [' .', -1]] : probe);
  };

describe('other endpoints', () => {
  let stub: EndpointStub;
  let answer: (request: StubRequest) => StubAnswer | undefined = () => undefined;
  beforeAll(async () => {
    stub = await openEndpointStub((request) => answer(request));
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL, defaultModel: 'echoing' }));

  test('the first token is left out, and tokens that are not listed make every figure a bound', async () => {
    answer = echoing(
      ['So', null],
      [' it', Math.log(0.125), { ' it': Math.log(0.125), ' he': Math.log(0.5), ' I': Math.log(0.1) }],
      [' was', -9999, { ' is': Math.log(0.5), ' has': Math.log(0.25) }],
    );
    const message = await room().person.slash('surprise', { text: 'So it was' }).settled(isShown);
    expect(readText(message)).toContain(
      '**“it” surprises most, as far as is known:** its chance was 13%. “he” had 50%.',
    );
    const details = await open(room().person, message, 'Details');
    const read = readText(details);
    // 3 bits, and at least 2: no token that is not listed is likelier than the last listed one.
    expect(read).toContain('**At least 2.50 bits per token** · perplexity **at least 5.66** · 3 tokens');
    expect(read).toContain('at least as surprising as one that is drawn from 5.66 equally likely ones');
    expect(read).toContain('The most surprising word that is known: `it` with **3.00 bits**.');
    expect(linesOf(details)).toEqual([
      '2.  ·it     13%    3.00 bits  rank 2    expected ·he 50%',
      '3.  ·was  ≤ 25%  ≥ 2.00 bits  rank ≥ 3  expected ·is 50%',
    ]);
    expect(read).toContain('The first token is left out of these figures');
    expect(read).toContain('Not among the tokens that the server lists: 1 token.');
    expect(picturesOf(message)[0]?.alt).toContain('“So” not told; “·it” 13%; “·was” at most 25%');
    const rows = await rowsOf(room(), await listOf(room(), message));
    expect(rows).toEqual([
      ['1', 'So', 'not told', 'not told', 'not told', '', ''],
      ['2', '·it', '0.125', '3', '2', '·he', '0.5'],
      ['3', '·was', '≤ 0.25', '≥ 2', '≥ 3', '·is', '0.5'],
    ]);
  });

  test('a text of which no token has a value gets a sentence', async () => {
    answer = echoing(['So', null]);
    const message = await room().person.slash('surprise', { text: 'So' }).settled(saysSomething);
    expect(readText(message)).toContain('Write at least two words.');
  });

  const WORDS = 'one two three four five six seven eight'.split(' ');

  /** An endpoint that neither echoes nor cuts texts, with a step that it keeps waiting or fails at. */
  const stepping =
    (atFifth: () => StubAnswer) =>
    ({ path, body }: StubRequest): StubAnswer | undefined => {
      if (path !== '/v1/completions') return undefined;
      if ('echo' in body || 'prompt_logprobs' in body) return refuse(400, 'Unsupported param');
      if (body.prompt === '') return refuse(400, 'The prompt is empty');
      const before = String(body.prompt).split(' ').length;
      if (before === 4 && String(body.prompt).startsWith('one')) return atFifth();
      const next = ` ${WORDS[before] ?? 'end'}`;
      const listed = { [next]: Math.log(0.25), ' other': Math.log(0.5) };
      return completion({ tokens: [next], token_logprobs: [Math.log(0.25)], top_logprobs: [listed] }, next);
    };

  test('token by token: progress is told, and Stop keeps what is scored', async () => {
    answer = stepping(() => () => {});
    const run = room().person.slash('surprise', { text: WORDS.join(' '), model: 'stopped' });
    const running = await run.settled(
      (now) => 'Stop' in buttonsOf(now) && readText(now).includes('Looked at 4 of about'),
    );
    expect(readText(running)).toContain(
      `Looked at 4 of about ${Math.round((4 * WORDS.join(' ').length) / 18)} tokens…`,
    );
    room().person.press(running.id, 'Stop');
    const stopped = await run.settled(isShown);
    const read = readText(stopped);
    expect(read).toContain('**It breaks off after 4 tokens.** Stopped by Ann.');
    expect(picturesOf(stopped)).toEqual([]);
    const details = await open(room().person, stopped, 'Details', hasFile);
    expect(readText(details)).toContain('**2.00 bits per token** · perplexity **4.00** · 4 tokens');
    expect((await rowsOf(room(), details)).map(([, token, p]) => [token, p])).toEqual([
      ['one', 'not told'],
      ['·two', '0.25'],
      ['·three', '0.25'],
      ['·four', '0.25'],
    ]);
  });

  test('an endpoint that fails on the way leaves what is scored, with its sentence', async () => {
    answer = stepping(() => refuse(401, 'Your key was revoked'));
    const message = await room()
      .person.slash('surprise', { text: WORDS.join(' '), model: 'failing' })
      .settled(isShown);
    expect(readText(message)).toMatch(/It breaks off after 4 tokens\.\*\* .*key/);
    expect(picturesOf(message)).toHaveLength(1);
    expect(Object.keys(entriesOf(message))).not.toContain(LIST);
    expect(Object.keys(entriesOf(message))).toContain('Next word');
  });

  test('an endpoint without probabilities gets a sentence with a way out', async () => {
    answer = ({ path }) => (path === '/v1/completions' ? completion(null) : undefined);
    const message = await room().person.slash('surprise', { text: 'So it was', model: 'mute' }).settled(saysSomething);
    expect(readText(message)).toMatch(/cannot tell how likely the tokens of a text are\. Choose another model/);
  });

  test('with the endpoint gone, its sentence says so', async () => {
    answer = echoing(['So', null], [' it', -1, { ' it': -1 }]);
    const shown = await room().person.slash('surprise', { text: 'So it' }).settled(isShown);
    await stub.close();
    const message = await room().person.slash('surprise', { text: 'So it' }).settled(saysSomething);
    expect(readText(message).replaceAll('\\', '')).toMatch(/127\.0\.0\.1/);
    const rows = await rowsOf(room(), await listOf(room(), shown));
    expect(rows).toHaveLength(2);
  });
});

test('after a restart the buttons still open the same figures, for several people at once', async () => {
  const { playground, start } = await openStage();
  const endpoint = await openEndpointStub(echoing(['So', null], [' it', -1], [' was', -2]));
  onTestFinished(() => endpoint.close());
  const model = { baseURL: endpoint.baseURL, defaultModel: 'echoing' };
  const first = await start(model);
  const [ann, ben] = [playground.join('Ann'), playground.join('Ben')];
  const message = await ann.slash('surprise', { text: 'So it was' }).settled(isShown);
  await first.close();

  const second = await start(model);
  const lists = await Promise.all([ann, ben].map((person) => open(person, message, LIST, hasFile)));
  for (const list of lists) expect(readText(list)).toContain('All 3 tokens.');
  const lesson = await ben.press(message.id, 'Explain').settled();
  expect(readText(lesson)).toContain('All 2 tokens together have');
  await second.close();
});
