import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EndpointStub, openEndpointStub, type StubAnswer } from '../model/endpoint-stub.js';
import {
  buttonsOf,
  choose,
  componentsOf,
  entriesOf,
  ODD_PROMPTS,
  open,
  picturesOf,
  readText,
  saysSomething,
  useRoom,
} from './harness.js';
import { type ReadTable, readTables } from './read-table.js';

const FRANCE = 'The capital of France is';

const isDone = (message: APIMessage) => 'Change the cut' in buttonsOf(message);

function readTable(message: APIMessage): ReadTable {
  const [table] = readTables(readText(message), /^ *before/);
  if (table === undefined) throw new Error(`no table in ${readText(message)}`);
  return table;
}

/** The column of a name, as what was printed; rounding is allowed for by the caller. */
function column(message: APIMessage, head: string): (number | undefined)[] {
  const { heads, rows } = readTable(message);
  return rows.map(({ figures }) => {
    const figure = figures[heads.indexOf(head)];
    return figure && (figure.low + figure.high) / 2;
  });
}

const labels = (message: APIMessage) => readTable(message).rows.map(({ label }) => label);

describe('with a model whose probabilities are known', () => {
  /** The next token's probabilities, by its text; what they leave of 1 is not listed. */
  let probabilities: Record<string, number>;
  let isGone = false;
  let isSilent = false;
  let stub: EndpointStub;

  /** Of a server that lists as many tokens as there are here, and no more, so that all others are less likely. */
  function answer(asked: unknown): StubAnswer {
    if (isGone) return (response) => response.destroy();
    if (isSilent) return () => {};
    const most = Object.keys(probabilities).length;
    if (Number(asked) > most) {
      const message = `Invalid value for 'logprobs': maximum value is ${most}, got ${asked}.`;
      return { status: 400, json: { error: { message, type: 'invalid_request_error', param: 'logprobs' } } };
    }
    // As 32-bit floats, as servers send them.
    const logprobs = Object.entries(probabilities).map(([token, p]) => [token, Math.fround(Math.log(p))] as const);
    const [[token, logprob] = ['', 0]] = logprobs;
    const position = { tokens: [token], token_logprobs: [logprob], text_offset: [0] };
    const choice = { index: 0, text: token, finish_reason: 'length' };
    return {
      json: {
        id: 'x',
        object: 'text_completion',
        model: 'm',
        choices: [{ ...choice, logprobs: { ...position, top_logprobs: [Object.fromEntries(logprobs)] } }],
      },
    };
  }

  beforeAll(async () => {
    stub = await openEndpointStub(({ path, body }) => {
      if (path === '/v1/models')
        return { json: { object: 'list', data: [{ id: 'm', object: 'model', meta: { n_vocab: 100 } }] } };
      return path === '/v1/completions' ? answer(body.logprobs) : undefined;
    });
  });
  afterAll(() => stub.close());

  const room = useRoom(() => ({ baseURL: stub.baseURL }));
  const cut = (options: Record<string, string | number>) =>
    room()
      .person.slash('sampling', { prompt: 'x', ...options })
      .settled(isDone);

  /** Opens **Details**, with the table and the steps. */
  const detailsOf = (message: APIMessage) => open(room().person, message, 'Details');

  const QUARTERS = { ' a': 0.25, ' b': 0.25, ' c': 0.125, ' d': 0.125 };

  test('0.25, 0.25, 0.125, 0.125 at top-p 0.5 keeps two', async () => {
    probabilities = QUARTERS;
    const message = await cut({ top_p: 0.5 });
    expect(readText(message)).toContain('**2 tokens can still be drawn.** The others had 50% together and are cut.');
    const card = await detailsOf(message);
    expect(readText(card)).toContain('stops where the sum reaches 50%: at **token 2**, `·b`, with 50%');
    expect(labels(card)).toEqual([
      '·a',
      '·b',
      '·c   (cut by top-p)',
      '·d   (cut by top-p)',
      '96 other tokens together   (cut by top-p)',
    ]);
    expect(column(card, 'before')).toEqual([25, 25, 12, 12, 25]);
    expect(column(card, 'sum')).toEqual([25, 50, 62, 75, undefined]);
    expect(column(card, 'after')).toEqual([50, 50, 0, 0, 0]);
    expect(picturesOf(message)[0]?.alt).toContain('·c 12%, 62%, 0% (cut by top-p)');
  });

  test('a hair more than the sum of two keeps three, and the one that just misses it is told', async () => {
    probabilities = QUARTERS;
    const message = await cut({ top_p: 0.501 });
    expect(readText(message)).toContain('**3 tokens can still be drawn.**');
    const card = await detailsOf(message);
    expect(readText(card)).toContain('The token before it is not quite enough, with 50.0%.');
    expect(column(card, 'after')).toEqual([40, 40, 20, 0, 0]);
  });

  test('temperature, then top-k, then top-p, then min-p, each on what the one before left', async () => {
    probabilities = { a: 0.64, b: 0.16, c: 0.09, d: 0.04, e: 0.04, f: 0.03 };
    const message = await detailsOf(await cut({ temperature: 2, top_k: 4, top_p: 0.8, min_p: 0.4 }));
    // Square roots: 0.8, 0.4, 0.3, 0.2, 0.2, 0.173, of 2.073; the first four sum to 1.7.
    expect(column(message, 'T = 2').slice(0, 4)).toEqual([39, 19, 14, expect.closeTo(9.6, 4)]);
    expect(column(message, 'sum').slice(0, 5)).toEqual([47, 71, 88, 100, undefined]);
    expect(labels(message).slice(0, 6)).toEqual([
      'a',
      'b',
      'c   (cut by min-p)',
      'd   (cut by top-p)',
      'e   (cut by top-k)',
      'f   (cut by top-k)',
    ]);
    expect(column(message, 'after').slice(0, 3)).toEqual([67, 33, 0]);
    const steps = readText(message).match(/^\d\. \*\*[\w-]+ [\d.]+\*\*/gm);
    expect(steps).toEqual(['1. **Temperature 2**', '2. **Top-k 4**', '3. **Top-p 0.8**', '4. **Min-p 0.4**']);
    expect(readText(message)).toContain('Servers differ. vLLM cuts by min-p before top-k and top-p. llama.cpp');
  });

  test('a cut beyond what is listed is told, and what is drawn from is a range', async () => {
    probabilities = QUARTERS;
    const message = await cut({ top_p: 0.9 });
    expect(readText(message)).toContain('**About 7 tokens (6–11) can still be drawn.**');
    const card = await detailsOf(message);
    expect(readText(card)).toContain('The server lists only the 4 likeliest tokens.');
    expect(readText(card)).toContain('at about **token 7 (6–11)**, which has no row here');
    // Two others can make 15 points, none above 12.5; the 58 of 96 that are equally likely are the most that it takes.
    // Of the other 25 points at least 15 are kept, and none of the tokens that make them up has more than 12.5.
    const [, { heads = [], rows = [] } = {}] = readTables(readText(card), /^ *before/);
    const first = rows[0]?.figures[heads.indexOf('after')];
    expect(first?.low).toBeLessThanOrEqual(25);
    expect(first?.high).toBeGreaterThanOrEqual(100 * (0.25 / 0.9));
    expect(rows.at(-1)?.label).toContain('partly cut');
  });

  test.each<[string, Record<string, number>, RegExp, (number | undefined)[]]>([
    ['top-p 1', { top_p: 1 }, /Nothing is cut[\s\S]*Top-p 1\*\* cuts nothing/, [25, 25, 12, 12, 25]],
    ['min-p 0', { min_p: 0 }, /Nothing is cut[\s\S]*Min-p 0\*\* cuts nothing/, [25, 25, 12, 12, 25]],
    ['min-p 1', { min_p: 1 }, /2 tokens can still be drawn[\s\S]*any that is exactly as likely/, [50, 50, 0, 0, 0]],
    ['top-k 1', { top_k: 1 }, /1 token can still be drawn\.[\s\S]*`·a` and `·b` are equally likely/, [100, 0, 0, 0, 0]],
    ['top-k larger than the list', { top_k: 50 }, /lists only 4, so nobody knows the other 46/, []],
  ])('%s', async (_, options, words, drawn) => {
    probabilities = QUARTERS;
    const message = await cut(options);
    const card = await detailsOf(message);
    expect(`${readText(message)}\n${readText(card)}`).toMatch(words);
    expect(column(card, 'after').slice(0, drawn.length)).toEqual(drawn);
  });

  test('at temperature 0 nothing is drawn, and a tie is told', async () => {
    probabilities = QUARTERS;
    const reply = await cut({ temperature: 0, top_k: 3 });
    expect(readText(reply)).toContain('At temperature 0 nothing is drawn: the likeliest token is always taken.');
    const message = await detailsOf(reply);
    expect(readText(message)).toContain('several are equally likely');
    expect(readText(message)).toContain('the cuts change nothing');
    expect(labels(message)[0]).toBe('·a   (tied)');
    expect(readTable(message).rows[0]?.figures[1]).toEqual({ low: 0, high: 100 });
  });

  test('an endpoint that takes its time can be stopped', async () => {
    const { person } = room();
    isSilent = true;
    const asked = person.slash('sampling', { prompt: 'x' });
    const waiting = await asked.settled((now) => 'Stop' in buttonsOf(now));
    expect(readText(waiting)).toContain('Asking the model what comes next…');
    person.press(waiting.id, 'Stop');
    const stopped = await asked.settled((now) => !readText(now).includes('Asking'));
    expect(readText(stopped)).toBe('`x▮`\nStopped by Ann.');
    isSilent = false;
  });

  test('an endpoint that is gone is said to be, and what was asked before can still be changed', async () => {
    const { person } = room();
    probabilities = QUARTERS;
    const before = await cut({ top_k: 2 });
    isGone = true;
    const failed = await person.slash('sampling', { prompt: 'x' }).settled(saysSomething);
    expect(readText(failed)).toMatch(/[.!”]$/);
    expect(readText(failed)).not.toMatch(/Something went wrong inside|undefined/);
    const form = await person.press(before.id, 'Change the cut').modal();
    const changed = await person
      .submit(form, { top_k: '3' })
      .settled((now) => readText(now).includes('3 tokens can still be drawn'));
    expect(changed.id).toBe(before.id);
    isGone = false;
  });
});

describe('with the tiny model', () => {
  const room = useRoom();
  const cut = (options: Record<string, string | number>) => room().person.slash('sampling', options).settled(isDone);

  const detailsOf = (message: APIMessage) => open(room().person, message, 'Details');

  test('a prompt alone shows top-p 0.9 and says so; the figures follow from the logprobs', async () => {
    const { fetchFile } = room();
    const message = await cut({ prompt: FRANCE });
    expect(readText(message)).toContain('top-p 0.9 (only an example)');
    expect(picturesOf(message)).toHaveLength(1);
    expect(buttonsOf(message)).toEqual({ 'Change the cut': 'enabled', Explain: 'enabled' });
    const card = await detailsOf(message);
    expect(readText(card)).toContain('Servers differ. vLLM cuts by min-p before top-k and top-p. llama.cpp');
    const url = componentsOf(card).flatMap(({ file }) => file ?? [])[0]?.url ?? '';
    const { answer } = JSON.parse((await fetchFile(url)).toString('utf8'));
    const own: number[] = answer.candidates.map(({ logprob }: { logprob: number }) => Math.exp(logprob));

    let sum = 0;
    const kept = own.filter((p) => {
      const isKept = sum < 0.9;
      sum += p;
      return isKept;
    });
    const left = kept.reduce((total, p) => total + p, 0);
    expect(readText(message)).toContain(`**${kept.length} tokens can still be drawn.**`);
    const { heads, rows } = readTable(card);
    for (const [place, p] of own.slice(0, 6).entries()) {
      const figures = rows[place]?.figures ?? [];
      const drawn = figures[heads.indexOf('after')];
      const expected = place < kept.length ? (100 * p) / left : 0;
      expect(figures[0]?.low).toBeLessThanOrEqual(100 * p);
      expect(figures[0]?.high).toBeGreaterThanOrEqual(100 * p);
      expect(drawn?.low).toBeLessThanOrEqual(expected);
      expect(drawn?.high).toBeGreaterThanOrEqual(expected);
      expect(rows[place]?.label.endsWith('(cut by top-p)')).toBe(place >= kept.length);
    }
  });

  test('Change the cut shows the settings, takes others in the same message, and refuses nonsense', async () => {
    const { person, playground } = room();
    const message = await cut({ prompt: FRANCE, temperature: 0.7, top_k: 5 });
    const before = await detailsOf(message);
    const form = await person.press(message.id, 'Change the cut').modal();
    expect(JSON.stringify(form)).toMatch(/"value":"0\.7".*"value":"5"/);
    const changed = await person
      .submit(form, { temperature: '1,5', top_k: '', top_p: '', min_p: '0,5' })
      .settled((now) => readText(now).includes('min-p 0.5'));
    expect(changed.id).toBe(message.id);
    expect(picturesOf(changed)[0]?.alt).toContain('in the columns before, heated (to 1.5), after');
    const [own, other] = [before, await detailsOf(changed)];
    expect(readTable(other).heads).toEqual(['before', 'T = 1.5', 'after']);
    expect(column(other, 'before')).toEqual(column(own, 'before'));

    for (const [fields, sentence] of [
      [{ temperature: '3' }, 'Temperature is a number from 0 to 2, not “3”'],
      [{ top_k: '2.5' }, 'Top-k is a whole number from 1 to 1000'],
      [{ top_p: '0' }, 'Top-p is a number from 0.01 to 1'],
      [{ min_p: '🙂' }, 'Min-p is a number from 0 to 1'],
    ] as const) {
      const again = await person.press(message.id, 'Change the cut').modal();
      const refused = await person.submit(again, fields).followup(0);
      expect(readText(refused).replaceAll('\\', '')).toContain(sentence);
    }
    expect(readText(person.message(message.id) ?? message)).toBe(readText(changed));

    // Two people at once: the later one stays, whole.
    const people = [person, playground.join('Ben')];
    const forms = await Promise.all(people.map((one) => one.press(message.id, 'Change the cut').modal()));
    const sent = people.map((one, at) => {
      const [modal] = forms.slice(at, at + 1);
      if (modal === undefined) throw new Error('both have a form');
      return one.submit(modal, { temperature: '1', top_k: String(at + 2), top_p: '', min_p: '' });
    });
    await Promise.all(
      sent.map((one) => one.settled((now) => /\b[23] tokens can still be drawn[\s\S]*top\\?-k/.test(readText(now)))),
    );
    const shown = readText(person.message(message.id) ?? message);
    const [, count] = /\b([23]) tokens can still be drawn/.exec(shown) ?? [];
    expect(shown.replaceAll('\\', '')).toContain(`temperature 1 · top-k ${count}`);
  });

  test('Change the cut takes the settings back that it shows, however many decimals were typed', async () => {
    const { person } = room();
    const message = await cut({ prompt: FRANCE, temperature: 1.23456, top_p: 0.123456789, min_p: 1e-7 });
    expect(readText(message)).toContain('top-p 0.12346');
    const form = await person.press(message.id, 'Change the cut').modal();
    const changed = await person.submit(form, { top_k: '3' }).settled((now) => readText(now).includes('top-k 3'));
    const read = readText(await detailsOf(changed));
    expect(read).toContain('**Top-k 3** keeps');
    expect(read).toContain('**Top-p 0.12346**');
    expect(read).toContain('**Min-p 0** cuts nothing');
  });

  test('without any cut nothing is cut, when that is asked for', async () => {
    const { person } = room();
    const message = await cut({ prompt: FRANCE });
    const form = await person.press(message.id, 'Change the cut').modal();
    const changed = await person
      .submit(form, { temperature: '', top_k: '', top_p: '', min_p: '' })
      .settled((now) => readText(now).includes('Nothing is cut'));
    const card = await detailsOf(changed);
    expect(readTable(card).heads).toEqual(['before', 'after']);
    expect(column(card, 'after')).toEqual(column(card, 'before'));
  });

  test('the menu offers cuts, each at the temperature that is shown', async () => {
    const { person } = room();
    const message = await cut({ prompt: FRANCE, temperature: 0.7, top_p: 0.9 });
    const kept = await choose(person, message, 'Keep 3 tokens').settled((now) => readText(now).includes('top-k 3'));
    expect(readText(kept)).toContain('**3 tokens can still be drawn.**');
    expect(readText(kept)).toContain('temperature 0.7');
    expect(Object.keys(entriesOf(kept)).at(-1)).toBe('Details');
    const whole = await choose(person, kept, 'Cut nothing').settled((now) => !readText(now).includes('top-k'));
    expect(readText(whole)).toContain('Nothing is cut: every token can still be drawn.');
  });

  test('Explain scales this reply’s own first token up, and its button rolls it', async () => {
    const { person } = room();
    const message = await cut({ prompt: FRANCE, top_k: 2 });
    const lesson = await person.press(message.id, 'Explain').settled();
    const [, ...figures] = /has ([\d.]+)% ÷ ([\d.]+)% = about ([\d.]+)%/.exec(readText(lesson)) ?? [];
    const [first = 0, kept = 0, after = 0] = figures.map(Number);
    expect(Math.abs((100 * first) / kept - after)).toBeLessThan(0.6);
    expect(buttonsOf(lesson)).toEqual({ 'Roll 100 times': 'enabled' });
  });

  test.each(ODD_PROMPTS)('any prompt gets a chart or a sentence: %s', async (_, prompt) => {
    const message = await room()
      .playground.join('Dan')
      .slash('sampling', { prompt, candidates: 10, temperature: 2, top_k: 1000, top_p: 0.99, min_p: 0.01 })
      .settled((now) => isDone(now) || /too long|context/.test(readText(now)));
    expect(message.mention_everyone).toBe(false);
  });
});
