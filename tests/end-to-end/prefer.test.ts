import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drawPair } from '../../commands/prefer/contestants.js';
import type { Invocation } from '../../src/playground/people/invocation.js';
import type { Person } from '../../src/playground/people/person.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import { openStagedEndpoint, STAGED_MODELS, type StagedTexts } from '../builders/staged-endpoint.js';
import type { EndpointStub, StubAnswer, StubRequest } from '../model/endpoint-stub.js';
import {
  buttonsOf,
  choose,
  entriesOf,
  ODD_PROMPTS,
  open,
  openStage,
  picturesOf,
  plainText,
  readText,
  useRoom,
} from './harness.js';

const TEXTS: StagedTexts = {
  base: () => '',
  tuned: 'It is an animal with soft fur that catches mice and sleeps a lot.',
  preferred: 'It is a soft pet!',
};

/** A seed whose first pair is the tuned model as A against the preferred one as B. */
const SEED = seedOf('tuned', 'preferred');

function seedOf(a: string, b: string): number {
  const contestants = (['tuned', 'preferred'] as const).flatMap((stage) =>
    [0.3, 1].map((temperature) => ({ model: STAGED_MODELS[stage], stage, temperature })),
  );
  for (let seed = 0; ; seed++) {
    const pair = drawPair(contestants, [], createSeededRandom(seed));
    if (pair[0].stage === a && pair[1].stage === b) return seed;
  }
}

let texts = TEXTS;
let answer: (request: StubRequest) => StubAnswer | undefined = () => undefined;
let stub: EndpointStub;
beforeAll(async () => {
  stub = await openStagedEndpoint(
    () => texts,
    (request) => answer(request),
  );
});
afterAll(() => stub.close());
const room = useRoom(() => ({ baseURL: stub.baseURL }));

/** Nobody may start as many replies within a minute as all tests do, so that each has somebody else. */
let ann: Person;
beforeEach(({ task }) => {
  ann = room().playground.join(`Ann of ${task.id}`);
  stub.requests.length = 0;
  texts = TEXTS;
  answer = () => undefined;
});

const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const hasText = (message: APIMessage) => readText(message) !== '';
const prefer = (options: Record<string, string | number> = {}, person: Person = ann) =>
  person.slash('prefer', { prompt: 'What is a cat?', seed: SEED, ...options }).settled(isDone);
const isPrivate = ({ flags }: APIMessage) => (Number(flags) & 64) === 64;

/** Presses a vote, and gives what only who voted is told. */
async function vote(person: Person, message: APIMessage, button: string): Promise<string> {
  const aside = await person.press(message.id, button).followup(0);
  expect(isPrivate(aside)).toBe(true);
  return plainText(aside);
}

const press = (message: APIMessage, button: string, until: (now: APIMessage) => boolean, person = ann) =>
  person.press(message.id, button).settled(until);
const close = (message: APIMessage, person = ann) =>
  press(message, 'Close and reveal', (now) => 'Next pair' in buttonsOf(now), person);
const next = (message: APIMessage, person = ann) =>
  press(message, 'Next pair', (now) => 'About the same' in buttonsOf(now), person);

/** What was asked of the endpoint's models for answers. */
const asked = () => stub.requests.map(({ body }) => body).filter(({ max_tokens }) => max_tokens === 120);

describe('/prefer', () => {
  test('two answers stand there without names; votes are private, count once a person, and may be changed', async () => {
    const [person, { playground }] = [ann, room()];
    const [bob, eve] = [playground.join('Bob'), playground.join('Eve')];
    const message = await prefer();
    expect(plainText(message)).toContain(`**A**\n${TEXTS.tuned}\n**B**\n${TEXTS.preferred}`);
    expect(JSON.stringify(message)).not.toMatch(/small-(?:tuned|preferred)|temperature \d/);
    expect(Object.keys(buttonsOf(message))).toEqual(['A', 'B', 'About the same', 'Close and reveal', 'Explain']);
    expect(asked().map(({ model }) => model)).toEqual(
      expect.arrayContaining([STAGED_MODELS.tuned, STAGED_MODELS.preferred]),
    );

    const told = await Promise.all([vote(person, message, 'A'), vote(bob, message, 'A'), vote(eve, message, 'B')]);
    expect(told[0]).toBe(
      'You voted for A. Nobody else sees that. You may change it until the pair is closed.'.replace(' A.', ' **A**.'),
    );
    expect(await vote(person, message, 'B')).toContain('You voted for **B**.');
    expect(await vote(bob, message, 'About the same')).toContain('You said **about the same**.');
    const shown = person.message(message.id) ?? message;
    expect(plainText(shown)).toContain('3 people voted so far.');
    expect(picturesOf(shown)).toEqual([]);

    const closed = await close(message);
    expect(plainText(closed)).toContain('**B won, 2 to 0**, and 1 said “about the same”. The preferred model wrote it');
    expect(altOf(closed)).toMatch(
      /^Who wrote which answer\?.*A: tuned model, temperature \S+ \(0 votes\).*B: preferred model/,
    );
  });

  test('who did not ask and does not manage the place cannot close it', async () => {
    const [person, { playground }] = [ann, room()];
    const bob = playground.join('Bob');
    const message = await prefer();
    const refusal = await bob.press(message.id, 'Close and reveal').followup(0);
    expect(plainText(refusal)).toContain('Only who started this round can close it');
    expect(isPrivate(refusal)).toBe(true);
    const closed = await close(message);
    expect(plainText(closed)).toContain('**Nobody voted on this pair.**');
    const again = await next(closed);
    // A button says which pair it is of, so that nobody votes on one that they do not see.
    const id = /"custom_id":"(prefer:vote-a:[^"]+):1\.a"/.exec(JSON.stringify(message))?.[1] ?? 'none';
    expect(JSON.stringify(again)).toContain(`${id}:2.a`);
    expect(JSON.stringify(person.message(message.id))).not.toContain(`${id}:1.a`);
  });

  test('two who press Next pair at once get one pair', async () => {
    const [person, { playground }] = [ann, room()];
    const bob = playground.join('Bob');
    const closed = await close(await prefer());
    stub.requests.length = 0;
    const both: readonly Invocation[] = [person.press(closed.id, 'Next pair'), bob.press(closed.id, 'Next pair')];
    await Promise.all(both.map((one) => one.settled((now) => 'About the same' in buttonsOf(now))));
    const shown = person.message(closed.id) ?? closed;
    expect(plainText(shown)).toContain('pair 2 ·');
    // Whoever asked the question closes this pair, too, and nobody else.
    expect(plainText(await bob.press(closed.id, 'Close and reveal').followup(0))).toContain('Only who started');
    await close(shown);
  });

  test('results, a reward, and the best of eight by it', async () => {
    const [person, { playground }] = [ann, room()];
    const people = [person, ...['Bob', 'Cid', 'Dan', 'Eve', 'Fay'].map((name) => playground.join(name))];
    const message = await prefer();
    for (const one of people) await vote(one, message, 'B');
    const closed = await close(message);
    const results = await press(closed, 'Results', (now) => altOf(now).startsWith('Who wins'));
    // Six of six by Wilson's formula: from 61% to 100%.
    expect(altOf(results)).toMatch(/Preferred model, temperature \S+ 100%, between 61% and 100% \(6 of 6 votes\)/);
    expect(plainText(results)).toMatch(
      /\*\*Preferred model, temperature \S+ wins\*\*: 100% of the votes on its pairs\./,
    );
    expect(plainText(results)).toContain('Two people said the same in 100% of all cases.');
    const explained = await press(results, 'Explain', hasText);
    expect(plainText(explained)).toContain('6 of 6 votes is 100%');
    const details = plainText(await open(person, results, 'Details', hasText));
    expect(details).toContain('Fleiss’ kappa is not defined');

    const reward = await press(results, 'Learn a reward', (now) => altOf(now).startsWith('What makes'));
    // Lengths differ by 9 tokens, and there is one “!”: solved here by plain ascent.
    const d = [0.9, -1];
    let w = [0, 0];
    for (let step = 0; step < 20_000; step++) {
      const wins = 1 / (1 + Math.exp(-(w[0] ?? 0) * 0.9 + (w[1] ?? 0)));
      w = w.map((weight, at) => weight + 0.05 * ((d[at] ?? 0) * (0 - 6 * wins) - 0.25 * weight));
    }
    const [length = '', signs = ''] = w.map((weight) => {
      const chance = 100 / (1 + Math.exp(-weight));
      return chance < 9.95 ? chance.toFixed(1) : String(Math.round(chance));
    });
    expect(altOf(reward)).toContain(`10 tokens longer ${length}%`);
    expect(altOf(reward)).toContain(`with 1 more “!” ${signs}%`);

    stub.requests.length = 0;
    const best = await press(reward, 'Best of 8', (now) => '8 other answers' in buttonsOf(now));
    expect(best.id).not.toBe(reward.id);
    expect(asked()).toHaveLength(8);
    expect(new Set(asked().map(({ seed }) => seed)).size).toBe(8);
    expect(asked().every(({ model, temperature }) => model === STAGED_MODELS.tuned && temperature === 0.7)).toBe(true);
    // All eight are one text here.
    expect(plainText(best)).toContain('The reward likes all of these answers the same.');
    expect(plainText(await press(best, 'Explain', hasText))).toContain('Best of n');
    const form = await person.press(best.id, 'Another question…').modal();
    const other = person.submit(form, { prompt: 'Who are you?' });
    await expect.poll(() => other.followups().some(isDone)).toBe(true);
    expect(other.followups().map(plainText).join('\n')).toContain('> Who are you?');
  });

  test('the sample class votes, marked as such and apart from the room', async () => {
    const person = ann;
    const message = await prefer();
    const asksClass = choose(person, message, 'Let a sample class vote');
    const waiting = await asksClass.settled((now) => plainText(now).includes('invented people'));
    expect(plainText(waiting)).toContain('A sample class votes, too: 12 invented people.');
    await vote(person, message, 'A');
    const closed = await close(message);
    expect(plainText(closed)).toContain('**A won, 1 to 0**');
    expect(plainText(closed)).toMatch(/The sample class, 12 invented people: \d+ for A, \d+ for B/);
    const results = await press(closed, 'Results', (now) => altOf(now).startsWith('Who wins'));
    expect(altOf(results)).toContain('(1 of 1 vote)');
    const sample = await choose(person, results, 'Count the sample class').settled((now) =>
      altOf(now).includes('sample class’s'),
    );
    expect(plainText(sample)).toContain('**These people are invented**: a sample class voted.');
    expect(altOf(sample)).toMatch(/of 12 votes\)/);
    const file = await choose(person, sample, 'Export for training').followup(0);
    expect(plainText(file)).toContain('**Its votes are invented**');
  });

  test('the pairs are exported as a private file, and in it are votes of closed pairs alone', async () => {
    const [person, { fetchFile }] = [ann, room()];
    const message = await prefer();
    await vote(person, message, 'B');
    const closed = await close(message);
    const exported = await choose(person, closed, 'Export for training').followup(0);
    expect(isPrivate(exported)).toBe(true);
    expect(plainText(exported)).toContain('**1 pair for training**');
    const [file] = exported.attachments;
    expect(file?.filename).toBe('preferences.jsonl');
    const lines = (await fetchFile(file?.url ?? '')).toString().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        prompt: [{ role: 'user', content: 'What is a cat?' }],
        chosen: [{ role: 'assistant', content: TEXTS.preferred }],
        rejected: [{ role: 'assistant', content: TEXTS.tuned }],
      },
    ]);
  });

  test('the next pair answers another question through a form, and results so far are private', async () => {
    const person = ann;
    const closed = await close(await prefer());
    const form = await person.press(closed.id, 'Another question…').modal();
    const other = await person.submit(form, { prompt: 'Who are you?' }).settled((now) => 'A' in buttonsOf(now));
    expect(other.id).toBe(closed.id);
    expect(plainText(other)).toMatch(/^> Who are you\?/);
    expect(asked().filter(({ messages }) => JSON.stringify(messages).includes('Who are you?')).length).toBeGreaterThan(
      1,
    );
    const soFar = await choose(person, other, 'Results so far').followup(0);
    expect(isPrivate(soFar)).toBe(true);
    expect(plainText(soFar)).toContain('No closed pair has a vote yet.');
    expect('A' in buttonsOf(person.message(other.id) ?? other)).toBe(true);
    const details = plainText(await open(person, other, 'Details', hasText));
    expect(details).toContain('2: people still vote');
    expect(details).not.toContain('small-');
  });

  test('where the endpoint is gone in the middle, the pairs before stay', async () => {
    const message = await prefer();
    await vote(ann, message, 'A');
    const closed = await close(message);
    answer = () => ({ status: 500, json: { error: { message: 'out of memory', type: 'x', param: null, code: null } } });
    const failed = await press(closed, 'Next pair', (now) => plainText(now).includes('did not come'));
    expect(plainText(failed)).toMatch(
      /\*\*The next answers did not come\.\*\* .*out of memory.*What was there stays\./,
    );
    expect(plainText(failed)).toContain('**A won, 1 to 0**');
    answer = () => undefined;
    const again = await next(failed);
    expect(plainText(again)).toContain('pair 2 ·');
    expect(plainText(again)).not.toContain('did not come');
  });

  test('where nothing comes at the beginning, one sentence says why', async () => {
    answer = () => ({ status: 500, json: { error: { message: 'out of memory', type: 'x', param: null, code: null } } });
    const message = await ann.slash('prefer', {}).settled((now) => readText(now).includes('memory'));
    expect(picturesOf(message)).toEqual([]);
  });

  test('a chosen model writes both answers, at two temperatures, one of them the chosen one', async () => {
    await prefer({ model: 'plain', temperature: 0.5 });
    expect(new Set(asked().map(({ model }) => model))).toEqual(new Set(['plain']));
    expect(new Set(asked().map(({ temperature }) => temperature))).toEqual(new Set([0.5, 1]));
  });

  test('a server that tells no probabilities still has its pairs and a reward, without surprise', async () => {
    answer = ({ body, path }) => {
      if (path !== '/v1/chat/completions') return undefined;
      const content = body.temperature === 1 ? 'Short!' : 'This one is a good deal longer.';
      if (body.stream !== true) {
        const message = { role: 'assistant', content };
        return { json: { id: 'x', model: body.model, choices: [{ index: 0, message, finish_reason: 'stop' }] } };
      }
      return (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const choices = [{ index: 0, delta: { content }, finish_reason: 'stop' }];
        response.end(`data: ${JSON.stringify({ id: 'x', model: body.model, choices })}\n\ndata: [DONE]\n\n`);
      };
    };
    const message = await prefer({ model: 'plain' });
    const short = plainText(message).includes('**A**\nShort!') ? 'A' : 'B';
    await vote(ann, message, short);
    const closed = await close(message);
    expect(plainText(closed)).toContain(`**${short} won, 1 to 0**. plain wrote it, at temperature 1.`);
    const results = await press(closed, 'Results', (now) => altOf(now).startsWith('Who wins'));
    const reward = await press(results, 'Learn a reward', (now) => altOf(now).startsWith('What makes'));
    expect(plainText(reward)).toContain('Surprise is left out, because the server does not tell it of every answer.');
    expect(altOf(reward)).toContain('10 words longer');
    expect(plainText(await open(ann, reward, 'Details', hasText))).toContain('number of “!”');
  });

  test('it is opened from an answer, and leads on with the same question', async () => {
    const person = ann;
    const reply = await person
      .slash('ask', { question: 'Who are you?', model: STAGED_MODELS.tuned })
      .settled((now) => 'Another answer' in buttonsOf(now));
    const message = await open(person, reply, 'Prefer');
    expect(plainText(message)).toMatch(/^> Who are you\?/);
    expect(Object.keys(entriesOf(message))).toEqual(expect.arrayContaining(['Base and tuned', 'Ask', 'Details']));
    expect(await person.autocomplete('prefer', { prompt: 'why' }, 'prompt')).toEqual([
      { name: 'Why is the sky blue?', value: 'Why is the sky blue?' },
      { name: 'Why do birds sing?', value: 'Why do birds sing?' },
    ]);
  });

  test.each(ODD_PROMPTS.filter(([, prompt]) => prompt.length <= 1000))(
    'an odd prompt is asked as it is: %s',
    async (_, prompt) => {
      const message = await prefer({ prompt });
      const closed = await close(message);
      expect(altOf(closed)).toContain('Who wrote which answer?');
      if (prompt.trim() !== '')
        expect(JSON.stringify(asked()[0]?.messages)).toContain(JSON.stringify(prompt).slice(1, -1));
    },
  );
});

test('votes and pairs are there after a restart', async () => {
  const stage = await openStage();
  const first = await stage.start({ baseURL: stub.baseURL });
  const [ada, bob] = [stage.playground.join('Ada'), stage.playground.join('Bob')];
  const message = await prefer({}, ada);
  await vote(ada, message, 'A');
  await vote(bob, message, 'A');
  await first.close();
  const second = await stage.start({ baseURL: stub.baseURL });
  await vote(bob, message, 'B');
  const closed = await close(message, ada);
  expect(plainText(closed)).toContain('**It is a tie, 1 to 1**.');
  const another = await next(closed, ada);
  expect(plainText(another)).toContain('pair 2 ·');
  await second.close();
});
