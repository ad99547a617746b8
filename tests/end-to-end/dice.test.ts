import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { tokens } from '../model/continuation-answers.js';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';
import {
  buttonsOf,
  componentsOf,
  ODD_PROMPTS,
  open,
  openStage,
  picturesOf,
  plainText,
  readText,
  saysSomething,
  useRoom,
} from './harness.js';

const FRANCE = 'The capital of France is';

interface Row {
  readonly drawn: number;
  readonly predicted: readonly number[];
  readonly range: readonly number[];
  readonly token: string;
}

/** The table as the details tell it. */
function tableOf(message: APIMessage): Row[] {
  const numbers = (text = '') => text.split('–').map((number) => Number(number.replaceAll(',', '')));
  return [...readText(message).matchAll(/^ *([\d,]+) {2,}([\d.,–]+) {2,}([\d,–]+) {2}(.+)$/gm)].map(
    ([, drawn, predicted, range, token = '']) => ({
      drawn: numbers(drawn)[0] ?? -1,
      predicted: numbers(predicted),
      range: numbers(range),
      token,
    }),
  );
}

/** How many rolls there are, by the picture, or where it is told in words. */
const rollsOf = (message: APIMessage) => {
  const told = `${picturesOf(message)[0]?.alt ?? ''} ${readText(message)}`;
  return Number(/What came up in ([\d,]+) rolls\?/.exec(told)?.[1]?.replaceAll(',', ''));
};

/** The reply is final once it has its buttons. */
const isRolled = (message: APIMessage) => rollAgain(message) !== '';
const hasRolls = (rolls: number) => (message: APIMessage) => isRolled(message) && rollsOf(message) === rolls;
const rollAgain = (message: APIMessage) =>
  Object.keys(buttonsOf(message)).find((label) => /^Roll [\d,]+ more$/.test(label)) ?? '';

/** The chance of at most so many successes, summed up from the definition. */
function chanceOfAtMost(count: number, trials: number, probability: number): number {
  let sum = 0;
  let logBinomial = 0;
  for (let k = 0; k <= count; k++) {
    if (k > 0) logBinomial += Math.log((trials - k + 1) / k);
    sum += Math.exp(logBinomial + k * Math.log(probability) + (trials - k) * Math.log1p(-probability));
  }
  return sum;
}

describe('/dice on the tiny model', () => {
  const room = useRoom();

  /** The model's own probabilities, by the file behind **Details**. */
  async function ownProbabilities(message: APIMessage): Promise<{ text: string; probability: number }[]> {
    const { person, fetchFile } = room();
    const card = await open(person, message, 'Details');
    const url = componentsOf(card).flatMap(({ file }) => file ?? [])[0]?.url ?? '';
    const { answer } = JSON.parse((await fetchFile(url)).toString('utf8'));
    return answer.candidates.map(({ text, logprob }: { text: string; logprob: number }) => ({
      text,
      probability: Math.exp(logprob),
    }));
  }

  test('rolls the next token, and each figure is what the model’s own probabilities give', async () => {
    const { person } = room();
    const message = await person.slash('dice', { prompt: FRANCE }).settled(isRolled);
    const details = await open(person, message, 'Details');
    const rows = tableOf(details);
    expect(rollsOf(message)).toBe(100);
    expect(rows.reduce((sum, { drawn }) => sum + drawn, 0)).toBe(100);
    expect(rows[0]?.token).toBe('·Paris');
    expect(rows.at(-1)?.token).toBe('all others');
    const own = await ownProbabilities(message);
    for (const { predicted, range, token } of rows.slice(0, -1)) {
      const probability = own.find(({ text }) => text.replace(/^ /, '·') === token)?.probability ?? Number.NaN;
      const [shown = Number.NaN] = predicted;
      expect(Math.abs(shown - 100 * probability)).toBeLessThanOrEqual(shown >= 10 ? 0.5 : 0.051);
      const [low = 0, high = 0] = range;
      expect(low === 0 ? 0 : chanceOfAtMost(low - 1, 100, probability)).toBeLessThanOrEqual(0.025);
      expect(chanceOfAtMost(low, 100, probability)).toBeGreaterThan(0.025);
      expect(chanceOfAtMost(high, 100, probability)).toBeGreaterThanOrEqual(0.975);
      expect(high === 0 ? 0 : chanceOfAtMost(high - 1, 100, probability)).toBeLessThan(0.975);
    }
    expect(readText(details)).toContain('Tokenscope rolled, with exactly the probabilities that the model gave.');
    expect(readText(message)).toMatch(
      /\*\*100 rolls, and (?:all as expected|an unusual result|a very rare result):\*\*/,
    );
    const { alt } = picturesOf(message)[0] ?? { alt: '' };
    expect(alt).toContain(`·Paris rolled ${rows[0]?.drawn} (expected ${rows[0]?.predicted[0]}, in 95 of 100 tries`);
    expect(buttonsOf(message)).toEqual({ 'Roll 100 more': 'enabled', Explain: 'enabled' });
  });

  test('the verdict is that of Pearson’s test', async () => {
    const { person } = room();
    const message = await person.slash('dice', { prompt: 'Once upon a time', rolls: 1000, seed: 7 }).settled(isRolled);
    const details = await open(person, message, 'Details');
    const rows = tableOf(details);
    const probabilities = (await ownProbabilities(message)).map(({ probability }) => probability);
    // The tokens that are expected at least five times, and all others, which are rare each.
    const own = probabilities.filter((probability) => 1000 * probability >= 5);
    expect(own).toHaveLength(4);
    expect(readText(details)).toMatch(/Rare tokens have fewer, so they form one group: .* more and all rarer ones\./);
    const drawn = rows.map((row) => row.drawn);
    const observed = [...drawn.slice(0, 4), drawn.slice(4).reduce((sum, count) => sum + count, 0)];
    const expected = [...own, 1 - own.reduce((sum, probability) => sum + probability, 0)];
    const statistic = expected.reduce(
      (sum, probability, group) => sum + ((observed[group] ?? 0) - 1000 * probability) ** 2 / (1000 * probability),
      0,
    );
    // The chi-square distribution with four degrees of freedom.
    const luck = Math.exp(-statistic / 2) * (1 + statistic / 2);
    expect(readText(details)).toContain(`the p-value is ${luck.toFixed(3)}.`);
  });

  test('Rolling more goes on with the seed and adds to the same table', async () => {
    const { person } = room();
    const message = await person.slash('dice', { prompt: 'Once upon a time', seed: 5, rolls: 40 }).settled(isRolled);
    const more = await person.press(message.id, rollAgain(message)).settled(hasRolls(80));
    expect(more.id).toBe(message.id);
    const whole = await person.slash('dice', { prompt: 'Once upon a time', seed: 5, rolls: 80 }).settled(isRolled);
    expect(picturesOf(more)[0]?.alt).toContain('What came up in 80 rolls?');
    expect(picturesOf(more)[0]?.alt).toBe(picturesOf(whole)[0]?.alt);
  });

  test('of two people who roll again at once, both count', async () => {
    const { person, playground } = room();
    const ben = playground.join('Ben');
    const message = await person.slash('dice', { prompt: FRANCE, rolls: 10 }).settled(isRolled);
    person.press(message.id, rollAgain(message));
    const now = await ben.press(message.id, rollAgain(message)).settled(hasRolls(30));
    expect(picturesOf(now)[0]?.alt).toContain('·Paris rolled');
  });

  test('the model is asked on request, with the same rolls for the same seed', async () => {
    const { person } = room();
    const options = { prompt: FRANCE, ask_model: 'yes', rolls: 20, seed: 3 };
    const first = await person.slash('dice', options).settled(isRolled);
    const inFull = async (message: APIMessage) => readText(await open(person, message, 'Details'));
    expect(await inFull(first)).toContain('The model itself was asked for each roll, in 20 requests.');
    expect(rollsOf(first)).toBe(20);
    const again = await person.slash('dice', options).settled(isRolled);
    expect(picturesOf(again)[0]?.alt).toBe(picturesOf(first)[0]?.alt);
    const { seed: _, ...unseeded } = options;
    const several = await person.slash('dice', unseeded).settled(isRolled);
    expect(await inFull(several)).toMatch(/in [23] requests\./);
  });

  test('at a high temperature too it is rolled here, because the chance of every token is known', async () => {
    const { person } = room();
    const message = await person.slash('dice', { prompt: FRANCE, temperature: 2, rolls: 60 }).settled(isRolled);
    expect(rollsOf(message)).toBe(60);
    const details = await open(person, message, 'Details');
    expect(readText(details)).toContain('Tokenscope rolled, with the probabilities that the model gave.');
    expect(readText(details)).not.toContain('ranges');
    expect(tableOf(details).at(-1)?.predicted).toHaveLength(1);
    // All that came up without a row of its own is named, or counted where there are too many.
    expect(readText(details)).toMatch(/Among all others: .+ 1×/);
  });

  test('what is cut never comes up', async () => {
    const { person } = room();
    const message = await person
      .slash('dice', { prompt: FRANCE, top_k: 2, temperature: 2, rolls: 200 })
      .settled(isRolled);
    const cut = tableOf(await open(person, message, 'Details'));
    expect(cut.map(({ token }) => token)).toEqual(['·Paris', expect.any(String), 'all others']);
    expect(cut.at(-1)).toMatchObject({ drawn: 0, predicted: [0], range: [0] });
    const greedy = await person.slash('dice', { prompt: FRANCE, temperature: 0, rolls: 10 }).settled(isRolled);
    const [sure] = tableOf(await open(person, greedy, 'Details'));
    expect(sure).toMatchObject({ drawn: 10, predicted: [10], range: [10], token: '·Paris' });
    expect(readText(greedy)).toContain('exactly as often as expected');
  });

  test('opens from another command’s message, and explains itself to who asks', async () => {
    const { person } = room();
    const text = await person.slash('surprise', { text: FRANCE }).settled((now) => 'Explain' in buttonsOf(now));
    const message = await open(person, text, 'Dice', isRolled);
    expect(rollsOf(message)).toBe(100);
    expect(readText(message)).toContain(FRANCE);
    const lesson = await person.press(message.id, 'Explain').settled();
    const [, count, predicted] = /·Paris rolled (\d+) \(expected (\d+)/.exec(picturesOf(message)[0]?.alt ?? '') ?? [];
    expect(readText(lesson)).toContain(`It came up **${count} times**`);
    expect(readText(lesson)).toMatch(/100 rolls × [\d.]+% = [\d.]+ times/);
    const product = Number(/= ([\d.]+) times/.exec(readText(lesson))?.[1]);
    expect(Math.round(product)).toBe(Number(predicted));
    const many = await person.press(lesson.id, 'Roll 1,000 times').settled(isRolled);
    expect(rollsOf(many)).toBe(1000);
    const cold = await open(person, message, 'Roll at temperature 0', isRolled);
    expect(readText(cold)).toContain('temperature 0');
  });

  test.each(ODD_PROMPTS)('any prompt gets rolls or a sentence: %s', async (_, prompt) => {
    const { person } = room();
    const message = await person
      .slash('dice', { prompt, rolls: 10, ask_model: 'yes' })
      .settled((now) => isRolled(now) || /too long|context|prompt/i.test(readText(now)));
    expect(isRolled(message) ? rollsOf(message) : 10).toBe(10);
    expect(message.mention_everyone).toBe(false);
  });
});

describe('/dice on an endpoint that fails', () => {
  let stub: EndpointStub;
  let answer: (request: StubRequest, count: number) => StubAnswer | undefined = () => undefined;
  let count = 0;

  const listed = tokens([' yes', 0.6], [' no', 0.3]);
  const draw = (place: number): StubAnswer => ({
    json: {
      model: 'm',
      choices: [
        {
          index: 0,
          text: listed[place]?.token,
          logprobs: { content: [{ ...listed[place], top_logprobs: listed }] },
          finish_reason: 'length',
        },
      ],
    },
  });

  beforeAll(async () => {
    stub = await openEndpointStub((request) => {
      if (request.path === '/v1/models') return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
      if (request.path !== '/v1/completions') return undefined;
      // The bot asks a little of its own when it starts.
      return request.body.prompt === 'Well,' ? answer(request, count++) : draw(0);
    });
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  const start = (answers: typeof answer) => {
    count = 0;
    answer = answers;
  };
  const refusal: StubAnswer = { status: 401, json: { error: { message: 'Incorrect API key provided' } } };

  test('one answer to a request: no more than 200 requests are sent, and it is said', async () => {
    start((_, at) => draw(at % 10 < 6 ? 0 : 1));
    const message = await room()
      .person.slash('dice', { prompt: 'Well,', ask_model: 'yes', rolls: 300 })
      .settled(isRolled);
    expect(rollsOf(message)).toBe(200);
    expect(plainText(message)).toContain('**Not all were rolled.** 200 of 300 were rolled');
    // One for the distribution.
    expect(count).toBe(201);
  });

  test('a failure in between keeps what was rolled, then and when rolling again', async () => {
    start((_, at) => (at > 20 ? refusal : draw(0)));
    const { person } = room();
    const message = await person.slash('dice', { prompt: 'Well,', ask_model: 'yes' }).settled(isRolled);
    const kept = rollsOf(message);
    expect(kept).toBeGreaterThanOrEqual(10);
    expect(kept).toBeLessThanOrEqual(20);
    expect(plainText(message)).toMatch(/\*\*Not all were rolled\.\*\* .*key/);
    const press = person.press(message.id, rollAgain(message));
    const again = await press.settled((now) => isRolled(now) && press.history.length > 0);
    expect(rollsOf(again)).toBe(kept);
  });

  test('without the endpoint, rolling here goes on', async () => {
    start(() => draw(0));
    const { person } = room();
    const message = await person.slash('dice', { prompt: 'Well,', rolls: 50 }).settled(isRolled);
    start(() => refusal);
    const more = await person.press(message.id, rollAgain(message)).settled(hasRolls(100));
    const table = tableOf(await open(person, more, 'Details'));
    expect(table.map(({ token, predicted }) => [token, predicted[0]])).toEqual([
      ['·yes', 60],
      ['·no', 30],
      ['all others', 10],
    ]);
    expect(count).toBe(0);
  });

  test('an endpoint that draws in another way than it says does not fit', async () => {
    start(() => draw(1));
    const message = await room()
      .person.slash('dice', { prompt: 'Well,', ask_model: 'yes', rolls: 50 })
      .settled(isRolled);
    expect(readText(message)).toContain('**The rolls do not fit the chances:**');
    expect(readText(message)).toContain('Perhaps the server uses other settings.');
    const details = await open(room().person, message, 'Details');
    expect(readText(details)).toContain('Outside its range: `·yes`, `·no`, all others');
  });

  test('Stop keeps what was rolled', async () => {
    start((_, at) => (at > 30 ? () => undefined : draw(0)));
    const { person } = room();
    const run = person.slash('dice', { prompt: 'Well,', ask_model: 'yes' });
    const running = await run.settled((now) => 'Stop' in buttonsOf(now) && readText(now).includes('rolled 30 of 100'));
    person.press(running.id, 'Stop');
    const stopped = await run.settled(isRolled);
    expect(plainText(stopped)).toContain('**Not all were rolled.** Stopped by Ann.');
    expect(rollsOf(stopped)).toBe(30);
    expect(picturesOf(stopped)).toEqual([]);
  });

  test('nothing rolled is a sentence', async () => {
    start(() => refusal);
    const message = await room()
      .person.slash('dice', { prompt: 'Well,' })
      .settled((now) => saysSomething(now) && !readText(now).includes('Asking'));
    expect(readText(message)).toMatch(/key/);
    expect(isRolled(message)).toBe(false);
  });
});

test('Rolling more works after a restart, and asks no other endpoint than the first', async () => {
  const { playground, start } = await openStage();
  const other = await openEndpointStub(() => undefined);
  onTestFinished(() => other.close());
  const first = await start();
  const person = playground.join('Ann');
  const here = await person.slash('dice', { prompt: FRANCE, rolls: 10 }).settled(isRolled);
  const asked = await person.slash('dice', { prompt: FRANCE, rolls: 10, ask_model: 'yes' }).settled(isRolled);
  await first.close();

  const second = await start({ baseURL: other.baseURL, defaultModel: 'm' });
  expect(rollsOf(await person.press(here.id, rollAgain(here)).settled(hasRolls(20)))).toBe(20);
  const refused = await person
    .press(asked.id, rollAgain(asked))
    .settled((now) => isRolled(now) && readText(now).includes('Not all'));
  expect(readText(refused)).toContain('These are rolls of embedded tiny model');
  expect(rollsOf(refused)).toBe(10);
  expect(other.requests.filter(({ body }) => body.prompt === FRANCE)).toEqual([]);
  await second.close();
});
