import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playgroundPreviews } from '../../commands/previews.js';
import { darkTheme, lightTheme } from '../../src/charts/paint/theme.js';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { createPreviewDesk, type Previewer, type Previews } from '../../src/playground/page/previews.js';
import type { Services } from '../../src/services.js';
import { openTokenizer } from '../../src/tokens/tokenizer.js';
import { visit } from './visitor.js';

const letters: Previewer = async ({ text }) => ({
  summary: `${String(text).length} letters`,
  pieces: Array.from(String(text), (letter) => ({ text: letter })),
});

/** A previewer that waits until it is told, and what it was asked and told. */
function held() {
  const asked: { text: unknown; signal: AbortSignal; answer: () => void }[] = [];
  const previewer: Previewer = ({ text }, signal) =>
    new Promise((resolve) => {
      asked.push({ text, signal, answer: () => resolve({ summary: String(text), pieces: [] }) });
    });
  return { asked, previews: { draw: { text: previewer } } satisfies Previews };
}

const about = (text: string) => ({ name: 'draw', focused: 'text', options: { text } });

describe('over the page’s socket', () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await openPlayground({
      previews: { draw: { text: letters, title: () => Promise.reject(new Error('a fault')) } },
    });
  });
  afterAll(() => playground.close());

  test('a page is told which options have a preview, and asks for one with all values so far', async () => {
    const ada = await visit(playground.origin);
    expect((await ada.next('welcome')).previews).toEqual({ draw: ['text', 'title'] });
    expect(await ada.ask({ type: 'preview', ...about('abc') })).toMatchObject({
      ok: true,
      data: { preview: { summary: '3 letters', first: 0, pieces: [{ text: 'a' }, { text: 'b' }, { text: 'c' }] } },
    });
  });

  test.each([
    ['another command', { name: 'nothing', focused: 'text' }],
    ['another option', { name: 'draw', focused: 'size' }],
    ['what every object has', { name: 'constructor', focused: 'name' }],
    ['one that fails', { name: 'draw', focused: 'title' }],
  ])('of %s there is none, and the page stays', async (_, asked) => {
    const ada = await visit(playground.origin);
    await ada.next('welcome');
    const { nonce, ...answer } = await ada.ask({ type: 'preview', options: { text: 'abc' }, ...asked });
    expect(nonce).toBe(1);
    expect(answer).toEqual({ type: 'done', ok: true, data: {} });
  });

  test('a frame with more than an option can hold ends the connection', async () => {
    const ada = await visit(playground.origin);
    await ada.next('welcome');
    ada.send({ type: 'preview', nonce: 1, ...about('x'.repeat(8001)) });
    expect((await ada.closed()).code).toBe(1007);
  });
});

describe('the desk', () => {
  test('sends the end of a long text, and says where it begins', async () => {
    const desk = createPreviewDesk({ draw: { text: letters } });
    const preview = await desk.ask({}, about(`${'x'.repeat(5000)}end`));
    expect(preview).toMatchObject({ summary: '5003 letters', first: 4803 });
    expect(preview?.pieces).toHaveLength(200);
    expect(preview?.pieces.at(-1)).toEqual({ text: 'd' });
  });

  test('makes one at a time for a page, and for others meanwhile', async () => {
    const { asked, previews } = held();
    const desk = createPreviewDesk(previews);
    const [ada, bob] = [{}, {}];
    const first = desk.ask(ada, about('a'));
    expect(await desk.ask(ada, about('ab'))).toBeUndefined();
    const other = desk.ask(bob, about('b'));
    expect(asked.map(({ text }) => text)).toEqual(['a', 'b']);
    for (const { answer } of asked) answer();
    expect([await first, await other]).toMatchObject([{ summary: 'a' }, { summary: 'b' }]);
    const next = desk.ask(ada, about('abc'));
    asked.at(-1)?.answer();
    expect(await next).toMatchObject({ summary: 'abc' });
  });

  test('ends what is made for a page that leaves, and all when it closes', () => {
    const { asked, previews } = held();
    const desk = createPreviewDesk(previews);
    const [ada, bob] = [{}, {}];
    void desk.ask(ada, about('a'));
    void desk.ask(bob, about('b'));
    desk.leave(ada);
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    desk.close();
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });
});

describe('the preview of /tokenize', () => {
  const tokenizer = openTokenizer();
  afterAll(() => tokenizer.close());

  function preview(values: Record<string, string>) {
    const { tokenize } = playgroundPreviews({ tokenizer } as Partial<Services> as Services, 'en');
    return tokenize.text(values, new AbortController().signal);
  }

  test('is cut by the bot’s tokenizer: boxes with ids, and how many there are', async () => {
    expect(await preview({ text: 'Hello, world!' })).toEqual({
      summary: '4 tokens · 13 characters',
      pieces: [
        { text: 'Hello', note: 'id 13225' },
        { text: ',', note: 'id 11' },
        { text: '·world', note: 'id 2375' },
        { text: '!', note: 'id 0' },
      ],
    });
  });

  test('is by the encoding that is chosen, and counts characters as people do', async () => {
    expect((await preview({ text: '👩‍🚀', encoding: 'cl100k_base' }))?.summary).toMatch(/ tokens · 1 character$/);
    expect((await preview({ text: 'naïve otter', encoding: 'r50k_base' }))?.summary).not.toBe(
      (await preview({ text: 'naïve otter' }))?.summary,
    );
  });

  test.each([{ encoding: 'model' }, { encoding: 'rot13' }])('is none by %o', async (values) => {
    expect(await preview({ text: 'Hello', ...values })).toBeUndefined();
  });
});

test('the boxes have the colours of tokens in pictures, in both themes', () => {
  const styles = readFileSync(new URL('../../src/playground-page/styles/preview.css', import.meta.url), 'utf8');
  const found = [
    ...styles.matchAll(/border-color: light-dark\((.*), (.*)\);\s*background: light-dark\((.*), (.*)\);/g),
  ];
  const boxes = found.map(([, lightEdge, darkEdge, light, dark]) => [lightEdge, darkEdge, light, dark]);
  expect(boxes).toEqual(
    darkTheme.tokens.map(({ fill, edge }, at) => [
      lightTheme.tokens[at]?.edge,
      edge,
      lightTheme.tokens[at]?.fill,
      fill,
    ]),
  );
});
