import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { completion, refuse } from '../model/continuation-answers.js';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';
import { testSeed } from '../setup/test-seed.js';
import { buttonsOf, componentsOf, openStage, picturesOf, type Room, readText, useRoom } from './harness.js';

const isShown = (message: APIMessage) => readText(message).includes('no detector of machine-written text');

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

  const ODD = 'The cat sat on the democracy. Once upon a time there was a little girl.';

  test('every figure is what follows from the probabilities that the model’s server writes', async () => {
    const { tokens, logprobs } = await askTinyModel(ODD);
    const bits = logprobs.map((logprob) => -Math.log2(Math.exp(logprob)));
    const mean = bits.reduce((sum, one) => sum + one, 0) / bits.length;
    const message = await look(ODD);
    const read = readText(message);
    expect(read).toContain(
      `**${mean.toFixed(2)} bits per token** · perplexity **${(2 ** mean).toFixed(2)}** · ${tokens.length} tokens`,
    );
    const at = tokens.indexOf(' democracy');
    const word = (bits[at] ?? 0) + (bits[at + 1] ?? 0);
    expect(read).toContain(
      `The most surprising word: \`democracy.\` with **${word.toFixed(2)} bits**, the sum of its 2 tokens.`,
    );
    const odd = [...bits.keys()].sort((one, other) => (bits[other] ?? 0) - (bits[one] ?? 0)).slice(0, 8);
    const lines = linesOf(message);
    expect(lines.map((line) => Number.parseInt(line, 10) - 1)).toEqual(odd.sort((one, other) => one - other));
    for (const [index, place] of odd.entries()) {
      expect(lines[index]).toContain(`${tokens[place]?.replace(/^ /, '·')} `);
      expect(lines[index]).toContain(` ${bits[place]?.toFixed(2)} bits  rank `);
    }
    const alt = picturesOf(message)[0]?.alt ?? '';
    for (const token of tokens) expect(alt).toContain(`${token.trim()}” `);
    expect(alt).toContain(`“·democracy” < 0.1%, ${bits[at]?.toFixed(2)};`);

    const rows = await rowsOf(room(), await room().person.press(message.id, 'Full list').settled());
    expect(rows.map(([, token]) => token)).toEqual(tokens.map((token) => token.replace(/^ /, '·')));
    for (const [place, [, , probability, surprise]] of rows.entries()) {
      expect(Number(probability) / Math.exp(logprobs[place] ?? 0)).toBeCloseTo(1, 4);
      expect(Number(surprise)).toBeCloseTo(bits[place] ?? 0, 3);
    }
  });

  test('what was expected instead is the most likely token of /nextword, and a rank is its row there', async () => {
    const { person } = room();
    const next = await person
      .slash('nextword', { prompt: 'The cat sat on the' })
      .settled((now) => readText(now).includes('Entropy'));
    const [, percent, token] = /^ *([\d.]+%) {2}(\S+)$/m.exec(readText(next)) ?? [];
    const line = linesOf(await look('The cat sat on the democracy')).at(-1);
    expect(line).toMatch(/^ ?6\. +·democracy /);
    expect(line?.endsWith(`expected ${token} ${percent}`)).toBe(true);
    const sure = linesOf(await look(`The cat sat on the${token?.replace('·', ' ')}`));
    expect(sure.at(-1)).toMatch(/rank 1 +as expected$/);
  });

  test('a common phrase surprises less than nonsense, and that tells nothing of who wrote it', async () => {
    const bitsOf = (message: APIMessage) => Number(/\*\*([\d.]+) bits per token/.exec(readText(message))?.[1]);
    const [common, nonsense] = [await look('Once upon a time there was'), await look('Once pizza there democracy a')];
    expect(bitsOf(common)).toBeLessThan(bitsOf(nonsense));
    expect(readText(common)).toContain('Common phrases are predictable whoever wrote them, and another model finds');
  });

  test('tokens that are parts of a character show their bytes, and other scripts their letters', async () => {
    const message = await look('I love 🫠, مرحبا.\n今天');
    const alt = picturesOf(message)[0]?.alt ?? '';
    expect(alt).toContain('“⟨20 F0 9F⟩” < 0.1%, ');
    expect(alt).toContain('“·مرح” ');
    expect(readText(message)).toMatch(
      /The most surprising word: `🫠,` with \*\*[\d.]+ bits\*\*, the sum of its 4 tokens/,
    );
    const chinese = await look('你好，世界。');
    expect(readText(chinese)).toContain('No word is named, because the text has no words with spaces between them.');
  });

  test('anybody’s message has it in its menu, code blocks and mentions included', async () => {
    const { person, playground } = room();
    const code = '@everyone <@1>\n```js\nlet x = `1`;\n```';
    const said = playground.join('Cleo').say(playground.channels[0]?.id ?? '', code);
    const message = await person.messageCommand('How surprising?', said.id).settled(isShown);
    expect(message.mention_everyone).toBe(false);
    expect(message.mentions).toEqual([]);
    const blocks = componentsOf(message).filter(({ content }) => content?.includes('```'));
    expect(blocks).toHaveLength(1);
    expect(blocks[0]?.content?.match(/```/g)).toHaveLength(2);
    const rows = await rowsOf(room(), await person.press(message.id, 'Full list').settled());
    expect(rows.map(([, token]) => token).join('')).toContain('```js↵let·x·=');
    const again = await person.messageCommand('How surprising?', message.id).settled(isShown);
    expect(readText(again)).toContain('perplexity');
  });

  test('of a long text the pictures show the beginning and say so; the list has it all', async () => {
    const text = 'The lazy dog, which nobody had seen before, slept. '.repeat(60).trim();
    const message = await look(text);
    const { tokens, logprobs } = await askTinyModel(text);
    expect(tokens.length).toBeGreaterThan(500);
    const [, shown, total] =
      /The pictures show the first ([\d,]+) of ([\d,]+) tokens; \*\*Full list\*\* has them all\./.exec(
        readText(message),
      ) ?? [];
    expect(Number(total)).toBe(tokens.length);
    expect(Number(shown)).toBeLessThan(tokens.length);
    const rows = await rowsOf(room(), await room().person.press(message.id, 'Full list').settled());
    expect(rows).toHaveLength(tokens.length);
    expect(Number(rows.at(-1)?.[2]) / Math.exp(logprobs.at(-1) ?? 0)).toBeCloseTo(1, 4);
  });

  test.each([
    ['one token', 'Hello', /\*\*[\d.]+ bits per token\*\* · .* · 1 token$/m],
    ['blanks', '   ', /No word is named/],
    ['the longest', 'x'.repeat(6000), /word: `x{30}…x{29}` [\s\S]* of [\d,]+ tokens; \*\*Full list\*\*/],
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
    expect(Object.keys(buttonsOf(message))).toEqual([
      'Full list',
      'Explain',
      'Details',
      'Next word',
      'Temperature',
      'Watch it write',
      'Compare',
    ]);
    const lesson = await person.press(message.id, 'Explain').settled();
    expect(readText(lesson)).toContain('a coin flip (50%) is 1 bit');
    expect(playground.join('Ben').message(lesson.id)).toBeUndefined();
    const card = await person.press(message.id, 'Details').settled();
    const again = await person.press(card.id, 'Run again').settled((now) => 'Details' in buttonsOf(now));
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
    const read = readText(message);
    // 3 bits, and at least 2: no token that is not listed is likelier than the last listed one.
    expect(read).toContain('**At least 2.50 bits per token** · perplexity **at least 5.66** · 3 tokens');
    expect(read).toContain('at least as surprising as a draw from 5.66 equally likely ones');
    expect(read).toContain('The most surprising word by what is known: `it` with **3.00 bits**.');
    expect(linesOf(message)).toEqual([
      '2.  ·it     13%    3.00 bits  rank 2    expected ·he 50%',
      '3.  ·was  ≤ 25%  ≥ 2.00 bits  rank ≥ 3  expected ·is 50%',
    ]);
    expect(read).toContain('The first token is left out of these figures');
    expect(read).toContain('Not among the tokens that the endpoint lists: 1 token.');
    expect(picturesOf(message)[0]?.alt).toContain('“So” not told; “·it” 13%, 3.00; “·was” at most 25%, ≥ 2.00');
    const rows = await rowsOf(room(), await room().person.press(message.id, 'Full list').settled());
    expect(rows).toEqual([
      ['1', 'So', 'not told', 'not told', 'not told', '', ''],
      ['2', '·it', '0.125', '3', '2', '·he', '0.5'],
      ['3', '·was', '≤ 0.25', '≥ 2', '≥ 3', '·is', '0.5'],
    ]);
  });

  test('a text of which no token has a value gets a sentence', async () => {
    answer = echoing(['So', null]);
    const message = await room()
      .person.slash('surprise', { text: 'So' })
      .settled((now) => !isWaiting(now));
    expect(readText(message)).toContain('Write at least two words.');
  });

  const isWaiting = (message: APIMessage) => /Scor(?:ing|ed) /.test(readText(message)) || readText(message) === '';

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
    const running = await run.settled((now) => 'Stop' in buttonsOf(now) && readText(now).includes('Scored 4 of about'));
    expect(readText(running)).toContain(`Scored 4 of about ${Math.round((4 * WORDS.join(' ').length) / 18)} tokens…`);
    room().person.press(running.id, 'Stop');
    const stopped = await run.settled(isShown);
    const read = readText(stopped);
    expect(read).toContain('**The scoring breaks off after 4 tokens.** Stopped by Ann.');
    expect(read).toContain('**2.00 bits per token** · perplexity **4.00** · 4 tokens');
    expect(picturesOf(stopped)).toEqual([]);
    expect((await rowsOf(room(), stopped)).map(([, token, p]) => [token, p])).toEqual([
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
    expect(readText(message)).toMatch(/The scoring breaks off after 4 tokens\.\*\* .*key/);
    expect(picturesOf(message)).toHaveLength(1);
    expect(Object.keys(buttonsOf(message))).toEqual([
      'Explain',
      'Next word',
      'Temperature',
      'Watch it write',
      'Compare',
    ]);
  });

  test('an endpoint without probabilities gets a sentence with a way out', async () => {
    answer = ({ path }) => (path === '/v1/completions' ? completion(null) : undefined);
    const message = await room()
      .person.slash('surprise', { text: 'So it was', model: 'mute' })
      .settled((now) => !isWaiting(now));
    expect(readText(message)).toMatch(/cannot score a text\. Choose another model/);
  });

  test('with the endpoint gone, its sentence says so', async () => {
    answer = echoing(['So', null], [' it', -1, { ' it': -1 }]);
    const shown = await room().person.slash('surprise', { text: 'So it' }).settled(isShown);
    await stub.close();
    const message = await room()
      .person.slash('surprise', { text: 'So it' })
      .settled((now) => !isWaiting(now));
    expect(readText(message).replaceAll('\\', '')).toMatch(/127\.0\.0\.1/);
    const rows = await rowsOf(room(), await room().person.press(shown.id, 'Full list').settled());
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
  const lists = await Promise.all([ann, ben].map((person) => person.press(message.id, 'Full list').settled()));
  for (const list of lists) expect(readText(list)).toContain('All 3 tokens.');
  const lesson = await ben.press(message.id, 'Explain').settled();
  expect(readText(lesson)).toContain('perplexity is 2 × 2 = 4');
  await second.close();
});
