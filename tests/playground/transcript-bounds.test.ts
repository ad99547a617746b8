import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { compareTranscripts, differences } from '../../src/playground/transcript/compare.js';
import { createDeedLog } from '../../src/playground/transcript/deed-log.js';
import { replayTranscript } from '../../src/playground/transcript/replay.js';
import { parseTranscript } from '../../src/playground/transcript/transcript.js';

const NOTHING_YET = { settled: true, messages: [] };

describe('the limits of a transcript', () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await openPlayground();
  });
  afterAll(async () => await playground?.close());

  test('5,000 deeds are kept, the rest is counted, and what is kept can be replayed', async () => {
    const ada = playground.join('Ada');
    const general = playground.channels[0]?.id ?? '';
    for (let n = 2; n <= 5003; n += 1) ada.say(general, `word ${n}`);
    const transcript = playground.transcript();
    expect(transcript.deeds).toHaveLength(5000);
    expect(transcript.leftOut).toEqual({ deeds: 3, messages: 0 });
    const late = playground.join('Late');
    late.say(general, 'not kept');
    expect(playground.transcript().leftOut).toEqual({ deeds: 5, messages: 0 });

    const again = await openPlayground();
    const now = await replayTranscript(transcript, again, { quietMs: 50 });
    expect(compareTranscripts(transcript, now)).toEqual(['leftOut: saved {"deeds":3,"messages":0}, now nothing']);
    await again.close();
  });

  test('messages that come and go count towards a transcript’s limit', () => {
    const log = createDeedLog({ deeds: 2, characters: 200 });
    log.add({ do: 'join', name: 'Ada', locale: 'en-US' }, undefined, NOTHING_YET);
    const came = Array.from({ length: 50 }, (_, n) => {
      const name = `1:follow-up:${n + 1}`;
      const isKept = log.show(1, { name });
      if (isKept) log.remove(1, name);
      return isKept;
    });
    expect(came.filter(Boolean).length).toBeLessThan(10);
    expect(log.transcript().deeds[0]?.outcome.gone).toHaveLength(came.filter(Boolean).length);

    const posts = createDeedLog({ deeds: 2 });
    const kept = ['post:1', 'post:2', 'post:3'].map((name) => {
      const isKept = posts.post(name, 'general', { name });
      if (isKept) posts.post(name, 'general', undefined);
      return isKept;
    });
    expect(kept).toEqual([true, true, false]);
    expect(posts.transcript()).toMatchObject({ posts: [], leftOut: { deeds: 0, messages: 1 } });
  });

  test('a transcript keeps so many characters, and nothing after a gap', () => {
    const log = createDeedLog({ characters: 500 });
    const join = { do: 'join', name: 'Ada', locale: 'en-US' } as const;
    expect(log.add(join, undefined, NOTHING_YET)).toBe(1);
    expect(log.show(1, { name: '1:original', text: 'x'.repeat(500) })).toBe(true);
    expect(log.show(1, { name: '1:follow-up:1', text: 'no room' })).toBe(false);
    expect(log.post('post:1', 'general', { name: 'post:1' })).toBe(false);
    expect(log.add({ do: 'leave' }, 1, NOTHING_YET)).toBeUndefined();
    expect(log.show(1, { name: '1:original', text: 'short again' })).toBe(true);
    expect(log.add({ do: 'leave' }, 1, NOTHING_YET)).toBeUndefined();
    const { deeds, leftOut } = log.transcript();
    expect(deeds.map(({ outcome }) => outcome.messages)).toEqual([[{ name: '1:original', text: 'short again' }]]);
    expect(leftOut).toEqual({ deeds: 2, messages: 2 });
  });
});

describe('parseTranscript', () => {
  const head = '"format":"playground-transcript","version":1';
  const join = '{"number":1,"deed":{"do":"join","name":"A","locale":"en-US"},"outcome":{"settled":true,"messages":[]}}';
  const withDeeds = (...deeds: string[]) => `{${head},"deeds":[${deeds.join()}],"posts":[]}`;
  const second = (deed: string, by = 1) =>
    `{"number":2,"by":${by},"deed":${deed},"outcome":{"settled":true,"messages":[]}}`;
  const nested = `${'{"kind":"row","components":['.repeat(9)}${']}'.repeat(9)}`;

  test.each([
    ['', 'The transcript is not JSON.'],
    ['null', 'This is not a transcript of the playground'],
    ['[]', 'This is not a transcript of the playground'],
    ['{"log":{"version":"1.2"}}', 'it has no "format": "playground-transcript".'],
    [
      '{"format":"playground-transcript","version":2}',
      "The transcript's version is 2; this playground reads version 1.",
    ],
    ['{"format":"playground-transcript"}', 'version is none'],
    [`{${head},"deeds":{}}`, 'The transcript is not understood at deeds: '],
    [withDeeds(join, second('{"do":"jump"}')), 'not understood at deeds[1].deed.do: '],
    [withDeeds(join, second('{"do":"say","where":"general"}')), 'not understood at deeds[1].deed.text: '],
    [withDeeds(join, second('{"do":"delete","message":"12345"}')), 'a message is "N:original"'],
    [withDeeds(join, second('{"do":"delete","message":"2:original"}')), '2:original is not from before it.'],
    [withDeeds(join, second('{"do":"submit","form":3,"entered":[]}')), 'deed 3, whose form it sends'],
    [withDeeds(join, second('{"do":"leave"}', 2)), 'deeds[1]: nobody joined by deed 2 before it.'],
    [withDeeds(second('{"do":"leave"}')), 'deeds[0]: its number is 2, in order it would be 1.'],
    [
      withDeeds(join.replace('"messages":[]', `"messages":[{"name":"1:original","components":[${nested}]}]`)),
      'not understood at deeds[0].outcome.messages[0].components[0]',
    ],
  ])('parseTranscript refuses %s', (json, words) => {
    expect(() => parseTranscript(json)).toThrow(words);
  });

  test('parseTranscript takes a good transcript', () => {
    expect(parseTranscript(withDeeds(join, second('{"do":"leave"}'))).deeds).toHaveLength(2);
  });
});

describe('differences', () => {
  test('a difference has a path, and the place where long texts part', () => {
    const saved = { a: [{ 'b c': 1 }, 'same'], text: `${'x'.repeat(100)}old${'y'.repeat(100)}`, none: undefined };
    const now = { a: [{ 'b c': 2 }, 'same', null], text: `${'x'.repeat(100)}new${'y'.repeat(100)}` };
    expect(differences(saved, now)).toEqual([
      'a[0]["b c"]: saved 1, now 2',
      'a[2]: saved nothing, now null',
      `text: saved …"${'x'.repeat(40)}old${'y'.repeat(37)}"…, now …"${'x'.repeat(40)}new${'y'.repeat(37)}"…`,
    ]);
    expect(differences('took 1.2 s of 3 s', 'took 0.9 s of 4 s', { masks: [/[\d.]+ s/] })).toEqual([]);
    expect(differences('took 1.2 s', 'took 1.2 min', { masks: [/[\d.]+ s/] })).toHaveLength(1);
  });
});
