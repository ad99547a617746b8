import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { buttonsOf, entriesOf, open, picturesOf, plainText, readText, useRoom } from './harness.js';
import { readTables } from './read-table.js';
import { useTinyModel } from './tiny-answers.js';

const room = useRoom();
const tiny = useTinyModel();

const QUESTION = 'Why is the sky blue?';

const isDone = (message: APIMessage) => 'Another seed' in buttonsOf(message);

const askCompare = (options: Record<string, string | number>) =>
  room().person.slash('compare', options).settled(isDone);

/** The whole texts and all figures. */
const detailsOf = (message: APIMessage) => open(room().person, message, 'Details', (now) => readText(now) !== '');

/** The whole distribution at a temperature, from that at temperature 1. */
function wholeAt(temperature: number, own: readonly number[]): number[] {
  if (temperature === 0) return own.map((_, at) => (at === 0 ? 1 : 0));
  const weights = own.map((p) => p ** (1 / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function overlap(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, each, at) => sum + Math.min(each, q[at] ?? 0), 0);
}

/** Half of each Kullback–Leibler divergence to the mean, in bits. */
function jensenShannon(p: readonly number[], q: readonly number[]): number {
  const part = (one: number, other: number) => (one === 0 ? 0 : (one * Math.log2((2 * one) / (one + other))) / 2);
  return p.reduce((sum, each, at) => sum + part(each, q[at] ?? 0) + part(q[at] ?? 0, each), 0);
}

describe('/compare', () => {
  test('a prompt alone puts temperatures 0, 0.7 and 1.5 side by side, each with the text that its settings give', async () => {
    const message = await askCompare({ prompt: QUESTION });
    const text = plainText(message);
    expect(text.match(/^Temperature [\d.]+:/gm)).toEqual(
      [0, 0.7, 1.5].map((temperature) => `Temperature ${temperature}:`),
    );
    const seed = Number(/as a question · seed (\d+) · at most 40 tokens/.exec(text)?.[1]);
    expect(seed).toBeGreaterThanOrEqual(0);
    const whole = plainText(await detailsOf(message));
    for (const temperature of [0, 0.7]) {
      const messages = [{ role: 'user', content: QUESTION }];
      expect(whole).toContain(await tiny.chat({ messages, temperature, seed, max_tokens: 40 }));
    }
    // Temperature 0 draws the likeliest token alone, so the two agree as often as temperature 1.5 draws that.
    const [shared = 0] = wholeAt(1.5, await tiny.wholeAnswer(QUESTION));
    expect(shared).toBeGreaterThan(0.95);
    expect(text).toContain(`All agree on ${Math.round(100 * shared)} of 100 first tokens.`);
    expect(buttonsOf(message)).toEqual({ 'Another seed': 'enabled', Explain: 'enabled' });
    expect(Object.keys(entriesOf(message)).slice(0, 5)).toEqual([
      'Go on with it as a text',
      'Details of temperature 0',
      'Details of temperature 0.7',
      'Details of temperature 1.5',
      'Details of the first token',
    ]);
    for (const label of ['Temperature', 'Sampling', 'Dice', 'Details'])
      expect(entriesOf(message)).toHaveProperty(label);
  });

  test('the two temperatures that differ most are named with how often they agree', async () => {
    const prompt = 'The capital of France is';
    const message = await askCompare({ prompt, tokens: 10 });
    const [shared = 0] = wholeAt(1.5, await tiny.whole(prompt));
    expect(shared).toBeLessThan(0.95);
    const sentence = `Temperatures 0 and 1.5 agree on ${Math.round(100 * shared)} of 100 first tokens.`;
    expect(plainText(message)).toContain(sentence);
  });

  test('an unfinished sentence is continued, and the menu has the other way to read it', async () => {
    const message = await askCompare({ prompt: 'The sky is', values: '0 1', seed: 3 });
    expect(plainText(message)).toContain('`The sky is▮`');
    expect(plainText(message)).toContain('as a text · seed 3 · at most 16 tokens');
    const asked = await open(room().person, message, 'Ask it as a question', isDone);
    expect(plainText(asked)).toContain('> The sky is');
    expect(plainText(asked)).toContain('as a question · seed 3 · at most 40 tokens');
    expect(entriesOf(asked)).toHaveProperty('Go on with it as a text');
  });

  test('the figures follow from the whole distribution: of each token, of the overlap and of Jensen–Shannon', async () => {
    const message = await askCompare({ prompt: 'The capital of France is', values: '0; 0.7; 1; 1.5', tokens: 10 });
    const answer = await tiny.whole('The capital of France is');
    const details = readText(await detailsOf(message));
    const [figures] = readTables(details, /^ *T = 0/);
    const [pairs] = readTables(details, /overlap {2}/);
    const temperatures = [0, 0.7, 1, 1.5];
    expect(figures?.heads).toEqual(temperatures.map((temperature) => `T = ${temperature}`));
    expect(figures?.rows.at(-1)?.label).toBe('all others together');
    expect(pairs?.rows).toHaveLength(6);
    const whole = temperatures.map((temperature) => wholeAt(temperature, answer));
    for (const [row, { figures: shown }] of figures?.rows.slice(0, -1).entries() ?? []) {
      for (const [column, figure] of shown.entries()) {
        const truth = 100 * (whole[column]?.[row] ?? Number.NaN);
        expect(figure?.low).toBeLessThanOrEqual(truth);
        expect(figure?.high).toBeGreaterThanOrEqual(truth);
      }
    }
    for (const { label, figures: shown } of pairs?.rows ?? []) {
      const [p = [], q = []] = label.split(' and ').map((name) => whole[temperatures.indexOf(Number(name.slice(4)))]);
      for (const [at, truth] of [100 * overlap(p, q), jensenShannon(p, q)].entries()) {
        expect(shown[at]?.low).toBeLessThanOrEqual(truth);
        expect(shown[at]?.high).toBeGreaterThanOrEqual(truth);
      }
    }
    const [picture] = picturesOf(message);
    for (const { label } of figures?.rows.slice(0, 2) ?? []) expect(picture?.alt).toContain(label);
    expect(picture?.alt).toContain('(chosen)');
  });

  test('a text and a question are two prompts to the model', async () => {
    const message = await askCompare({ prompt: 'The sky is', what: 'styles', temperature: 0, tokens: 12 });
    const continued = await tiny.complete({ prompt: 'The sky is', temperature: 0, max_tokens: 12 });
    const replied = await tiny.chat({
      messages: [{ role: 'user', content: 'The sky is' }],
      temperature: 0,
      max_tokens: 12,
    });
    expect(plainText(message)).toMatch(/^The text: .+\nThe answer: .+$/m);
    const details = await detailsOf(message);
    const text = plainText(details);
    expect(text).toContain(`**The text**\n\`\`\`\n${continued.text}\n\`\`\``);
    expect(text).toContain(`**The answer**\n${replied}`);
    expect(text).toMatch(/They part at once: \*\*The text\*\* says `·\S+`, \*\*The answer\*\* says `\S+`\./);
    const [table] = readTables(readText(details), /The text +The answer/);
    for (const [token, probability] of continued.listed[0]?.slice(0, 4) ?? []) {
      const row = table?.rows.find(({ label }) => label === token.replace(/^ /, '·'));
      expect(row?.figures[0]?.low).toBeLessThanOrEqual(100 * probability);
      expect(row?.figures[0]?.high).toBeGreaterThanOrEqual(100 * probability);
    }
  });

  test('Another seed runs the same with the next seed', async () => {
    const first = await askCompare({ prompt: 'Tell me a story.', values: '0 1.8', tokens: 30, seed: 7 });
    const next = await room().person.press(first.id, 'Another seed').settled(isDone);
    expect(plainText(next)).toContain('as a question · seed 8 · at most 30 tokens');
    // In the replies each text begins where it parts from the other; **Details** has it whole.
    const asked = { messages: [{ role: 'user', content: 'Tell me a story.' }], max_tokens: 30 };
    const greedy = await tiny.chat({ ...asked, temperature: 0 });
    const [hot = '', hotter = ''] = await Promise.all(
      [7, 8].map((seed) => tiny.chat({ ...asked, seed, temperature: 1.8 })),
    );
    expect(hotter).not.toBe(hot);
    for (const [message, own, other] of [
      [first, hot, hotter],
      [next, hotter, hot],
    ] as const) {
      const whole = plainText(await detailsOf(message)).replaceAll('*', '');
      expect(whole).toContain(greedy);
      expect(whole).toContain(own);
      expect(whole).not.toContain(other);
    }
    expect(plainText(room().person.message(first.id) ?? first)).toBe(plainText(first));
  });

  test('Explain works the figures of its example through', async () => {
    const message = await askCompare({ prompt: 'Hi', values: '0 1', tokens: 10 });
    const lesson = readText(await room().person.press(message.id, 'Explain').settled());
    const shared = [...lesson.matchAll(/ share \*\*(?:between [\d.]+% and )?([\d.]+)%\*\*/g)].map(([, most]) =>
      Number(most),
    );
    const sum = Number(/Added up over all tokens: \*\*(?:between [\d.]+% and )?([\d.]+)%\*\*/.exec(lesson)?.[1]);
    expect(shared.length).toBeGreaterThan(0);
    // At temperature 0 one token has all, so that the others share nothing; the figures are rounded.
    expect(Math.abs(shared.reduce((total, one) => total + one, 0) - sum)).toBeLessThanOrEqual(1);
    expect(lesson).toContain('**Try next**');
  });

  test('Compare on a text that was looked at goes on with that text, and on a question answers it', async () => {
    const { person } = room();
    const scored = await person
      .slash('surprise', { text: 'The sky is blue and' })
      .settled((now) => 'Explain' in buttonsOf(now));
    const texts = await open(person, scored, 'Compare', isDone);
    const continued = await tiny.complete({ prompt: 'The sky is blue and', temperature: 0, max_tokens: 16 });
    expect(plainText(await detailsOf(texts))).toContain(
      `greedy: always the likeliest token\n\`\`\`\n${continued.text}\n\`\`\``,
    );

    const asked = await person
      .slash('ask', { question: QUESTION, system: 'Be brief.', temperature: 0 })
      .settled((now) => 'Explain' in buttonsOf(now));
    const replies = await open(person, asked, 'Compare', isDone);
    expect(plainText(replies)).toContain(`> ${QUESTION}`);
    expect(plainText(replies)).toContain('with a system prompt');
  });

  test('a finished text to which the model adds nothing is no empty box', async () => {
    const { person } = room();
    const scored = await person
      .slash('surprise', { text: 'Long ago there lived a dragon. Once upon a time there was a king.' })
      .settled((now) => 'Explain' in buttonsOf(now));
    const texts = plainText(await open(person, scored, 'Compare', isDone));
    for (const [, line] of texts.matchAll(/^Temperature [\d.]+: ?(.*)$/gm)) expect(line).not.toBe('');
  });

  test.each([
    [{ values: 'hot, cold' }, /“hot” is not a number from 0 to 2\. Write 2 to 4 .* such as “0\.2, 0\.7, 1, 1\.5”/],
    [{ values: '0.7' }, /One temperature cannot be compared with anything\. Write 2 to 4/],
    [{ values: '0 0.5 1 1.5 2' }, /5 temperatures are too many .* Write 2 to 4/],
    [{ values: '0, 3' }, /“3” is not a number from 0 to 2/],
    [{ values: '@everyone' }, /Write 2 to 4/],
    [{ temperature: 1 }, /Write them under “values”, such as “0, 0\.7, 1\.5”/],
    [{ what: 'systems', values: 'none' }, /such as “none \| Answer like a pirate\.”/],
    [{ what: 'systems', values: 'a|b|c|d|e' }, /5 system prompts are too many/],
    [
      { what: 'models', values: 'a, b' },
      /\(embedded tiny model\) has no model “a”\. It has: tokenscope-tiny, tokenscope-base, tokenscope-tuned, tokenscope-pref/,
    ],
    [{ what: 'styles', values: 'x' }, /leave “values” out/],
  ])('%j is answered with what to type', async (options, sentence) => {
    const message = await room()
      .person.slash('compare', { prompt: 'Hi', ...options })
      .settled();
    expect(plainText(message)).toMatch(sentence);
    expect(message.mention_everyone).toBe(false);
    expect(picturesOf(message)).toEqual([]);
  });

  test.each([
    ['emoji', '👩🏽‍🚀🇩🇪 means'],
    ['from right to left', 'مرحبا بالعالم، كيف'],
    ['white space', '   '],
    ['a code fence', '```js\nlet a = 1;\n```'],
    ['mentions and markup', '@everyone <@1> **x** [a](https://example.org) # y'],
    ['6000 characters', 'many words '.repeat(600).slice(0, 6000)],
  ])('a prompt of %s', async (kind, prompt) => {
    // Nobody may start as many runs in a minute as there are tests here.
    const person = room().playground.join(`Writes ${kind}`);
    for (const what of ['temperatures', 'styles']) {
      const message = await person.slash('compare', { prompt, what, tokens: 10, seed: 1 }).settled(isDone);
      expect(message.mention_everyone).toBe(false);
      expect(message.mentions).toEqual([]);
      expect(picturesOf(message)).toHaveLength(1);
      expect(readText(message)).not.toMatch(/undefined|NaN|Infinity/);
    }
  });

  test('system prompts of markup and thousands of characters are told apart and show as typed', async () => {
    const values = `@everyone **shout** | ${'be brief '.repeat(300)} | none`;
    const message = await askCompare({ prompt: QUESTION, what: 'systems', values, tokens: 10 });
    expect(message.mention_everyone).toBe(false);
    expect(plainText(message)).toContain('“@everyone **shout**”: ');
    expect(plainText(message)).toContain('No system prompt: ');
    expect(plainText(message)).toMatch(/^“be brief .*….*”: /m);
    expect(plainText(message)).toContain('follows no system prompt');
  });

  test('several people at once each get their own', async () => {
    const { playground } = room();
    const answers = ['Why is the sky blue?', 'What is a token?', 'What is temperature?'].map(async (prompt) => {
      const message = await playground.join(`Asks ${prompt}`).slash('compare', { prompt, tokens: 10 }).settled(isDone);
      expect(readText(message)).toContain(prompt);
    });
    await Promise.all(answers);
  });
});
