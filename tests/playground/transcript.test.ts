import { afterEach, describe, expect, test } from 'vitest';
import type { PlaygroundOptions } from '../../src/playground/open-playground.js';
import { compareTranscripts, maskTranscript } from '../../src/playground/transcript/compare.js';
import { replayTranscript } from '../../src/playground/transcript/replay.js';
import { parseTranscript, type Transcript } from '../../src/playground/transcript/transcript.js';
import { type Mood, openTranscriptBot, type TranscriptBot } from './transcript-bot.js';

const SECONDS = [/[\d.]+ s\b/];
// A busy machine may be silent for nearly so long between two requests of the bot.
const QUICK = { masks: SECONDS, quietMs: 2000 };

const opened: TranscriptBot[] = [];
afterEach(async () => {
  for (const bot of opened.splice(0)) await bot.close();
});

async function openBot(mood?: Mood, options?: PlaygroundOptions): Promise<TranscriptBot> {
  const bot = await openTranscriptBot(mood, options);
  opened.push(bot);
  return bot;
}

/** A lesson with everything that people can do; deed numbers stand beside. */
async function teach({ playground }: TranscriptBot): Promise<Transcript> {
  const ada = playground.join('Ada'); // 1
  const bob = playground.join('Bob', { locale: 'de' }); // 2
  const general = playground.channels[0]?.id ?? '';
  const counting = ada.slash('count', { what: `for <@${bob.id}>`, whom: bob.id }); // 3
  await counting.followup(0);
  const id = counting.original()?.id ?? '';
  await bob.press(id, 'Add').settled(); // 4
  await ada.select(id, 'Jump to…', ['Twenty']).settled((now) => now.content.includes('20')); // 5
  await ada.press(id, 'Undo').settled((now) => now.content.includes('19')); // 6
  const form = await ada.press(id, 'Form…').modal(); // 7
  const key = form.components[0]?.components?.[0]?.custom_id ?? '';
  const reasons = await ada.submit(form, { [key]: 'curiosity' }).settled(); // 8
  ada.dismiss(reasons.id); // 9
  const said = bob.say(general, 'A fine lesson'); // 10
  bob.editMessage(said.id, 'A very fine lesson'); // 11
  const reply = ada.say(general, 'thank you', { replyTo: said.id }); // 12
  await ada.messageCommand('Quote', said.id).settled(); // 13
  await ada.userCommand('Greet', bob.id).settled(); // 14
  ada.deleteMessage(reply.id); // 15
  expect(() => bob.editMessage(id, 'mine')).toThrow('somebody else'); // 16
  await ada.slash('count', {}, ada.dmId).followup(0); // 17
  bob.leave(); // 18
  return playground.transcript();
}

const outcomeOf = (transcript: Transcript, number: number) => transcript.deeds[number - 1]?.outcome;

describe('a transcript', () => {
  test('a transcript tells what everybody did and what came of it, by names', async () => {
    const transcript = await teach(await openBot());
    expect(transcript.deeds.map(({ number, by, deed }) => [number, by, deed.do])).toEqual([
      [1, undefined, 'join'],
      [2, undefined, 'join'],
      [3, 1, 'slash'],
      [4, 2, 'press'],
      [5, 1, 'select'],
      [6, 1, 'press'],
      [7, 1, 'press'],
      [8, 1, 'submit'],
      [9, 1, 'dismiss'],
      [10, 2, 'say'],
      [11, 2, 'edit'],
      [12, 1, 'reply'],
      [13, 1, 'message-command'],
      [14, 1, 'user-command'],
      [15, 1, 'delete'],
      [16, 2, 'edit'],
      [17, 1, 'slash'],
      [18, 2, 'leave'],
    ]);
    expect(transcript.deeds[2]).toMatchObject({
      deed: {
        name: 'count',
        options: { what: 'for <@⟦person 2⟧>', whom: '⟦person 2⟧' },
        where: 'general',
      },
      outcome: {
        settled: true,
        first: 'thinking',
        messages: [
          { name: '3:original', text: expect.stringContaining('The count is 0') },
          {
            name: '3:follow-up:1',
            text: 'Hello <@⟦person 2⟧>',
            files: [{ name: 'note.txt', type: 'application/octet-stream', alt: 'one letter' }],
            pings: ['person 2'],
          },
        ],
      },
    });
    expect(outcomeOf(transcript, 4)).toMatchObject({
      first: 'update',
      messages: [
        {
          name: '3:original',
          text: expect.stringContaining('The count is 1'),
          components: [
            {
              kind: 'row',
              components: [{ kind: 'button', label: 'Add', style: 'primary' }, { label: 'Undo' }, { label: 'Form…' }],
            },
            {
              components: [
                {
                  kind: 'menu',
                  placeholder: 'Jump to…',
                  options: [{ label: 'Ten' }, { label: 'Twenty', description: 'twice ten' }],
                },
              ],
            },
          ],
        },
      ],
    });
    expect(transcript.deeds[4]).toMatchObject({
      deed: { message: '3:original', menu: { position: 1, label: 'Jump to…' }, chosen: ['Twenty'] },
      outcome: { first: 'deferred-update', messages: [{ text: expect.stringContaining('The count is 20') }] },
    });
    expect(outcomeOf(transcript, 7)).toMatchObject({
      first: 'modal',
      form: { title: 'Why?', fields: [{ kind: 'text field', label: 'Reason' }] },
      messages: [],
    });
    expect(transcript.deeds[7]).toMatchObject({
      deed: { form: 7, entered: [{ field: { position: 1, label: 'Reason' }, value: 'curiosity' }] },
      outcome: { messages: [{ ephemeral: true, components: [{ kind: 'text', text: 'Because of curiosity' }] }] },
    });
    expect(outcomeOf(transcript, 9)).toEqual({ settled: true, messages: [], gone: ['8:original'] });
    expect(outcomeOf(transcript, 11)?.messages).toEqual([{ name: '10:original', text: 'A very fine lesson' }]);
    expect(transcript.deeds[11]).toMatchObject({
      deed: { message: '10:original', text: 'thank you' },
      outcome: { messages: [{ name: '12:original', answers: '10:original', pings: ['person 2'] }] },
    });
    expect(outcomeOf(transcript, 14)?.messages[0]?.text).toBe('Hello Bob');
    expect(outcomeOf(transcript, 15)?.gone).toEqual(['12:original']);
    expect(outcomeOf(transcript, 16)?.refused).toBe('This message is somebody else’s.');
    expect(transcript.deeds[16]).toMatchObject({ deed: { where: 'dm' } });
    // The first undo was disabled when the first deed was done, and a flag that is false is left out.
    expect(outcomeOf(transcript, 3)?.messages[0]?.components?.[0]?.components?.map(({ disabled }) => disabled)).toEqual(
      [undefined, true, undefined],
    );
  });

  test('a transcript is plain JSON without ids, tokens or times', async () => {
    const bot = await openBot();
    bot.playground.join('Eve').say(bot.playground.channels[0]?.id ?? '', `my key is sk-${'a1'.repeat(12)}, see <@1>`);
    await bot.playground
      .join(bot.playground.botToken.slice(0, 32))
      .slash('count', { what: bot.playground.botToken })
      .followup(0);
    const json = JSON.stringify(bot.playground.transcript());
    expect(json).not.toContain(bot.playground.botToken);
    expect(json).not.toContain('a1a1');
    expect(json).not.toMatch(/\d{17}/);
    expect(json).not.toContain('aW50ZXJhY3Rpb246');
    expect(json).not.toMatch(/20\d\d-\d\d-\d\d/);
    expect(json).not.toContain('127.0.0.1');
    expect(parseTranscript(json)).toEqual(JSON.parse(json));
  });

  test('a transcript replays without a difference on a fresh playground', async () => {
    const saved = parseTranscript(JSON.stringify(await teach(await openBot())));
    const { playground } = await openBot();
    const now = await replayTranscript(saved, playground, QUICK);
    expect(compareTranscripts(saved, now, QUICK)).toEqual([]);
    expect(compareTranscripts(saved, now).join('\n')).toMatch(
      /^deeds\[2\]\.outcome\.messages\[0\]\.text: saved ".*The count is 0, after \d+\.5 s", now "/,
    );
    const masked = parseTranscript(JSON.stringify(maskTranscript(saved, SECONDS)));
    expect(masked.deeds[2]?.outcome.messages[0]?.text).toBe('The count is 0, after …');
    expect(compareTranscripts(masked, now, QUICK)).toEqual([]);
  });

  test('a replay notices another text, another follow-up, and a menu that is gone', async () => {
    const saved = await teach(await openBot());
    const moods: Mood[] = [{ greeting: 'Go away' }, { extraFollowUp: true }, { withoutMenu: true }];
    const replays = moods.map(async (mood) => replayTranscript(saved, (await openBot(mood)).playground, QUICK));
    const [rude, chatty, poor] = (await Promise.all(replays)) as [Transcript, Transcript, Transcript];
    expect(compareTranscripts(saved, rude, QUICK)).toEqual([
      'deeds[2].outcome.messages[1].text: saved "Hello <@⟦person 2⟧>", now "Go away <@⟦person 2⟧>"',
      'deeds[16].outcome.messages[1].text: saved "Hello all", now "Go away all"',
    ]);
    expect(compareTranscripts(saved, chatty, QUICK)).toEqual([
      expect.stringMatching(/^deeds\[3\]\.outcome\.messages\[1\]: saved nothing, now .*4:follow-up:1/),
      expect.stringMatching(/^deeds\[5\]\.outcome\.messages\[1\]: saved nothing, now .*6:follow-up:1/),
    ]);
    expect(compareTranscripts(saved, poor, QUICK)).toContainEqual(
      expect.stringContaining('deeds[4].outcome.refused: saved nothing, now "There is no menu'),
    );
    expect(poor.deeds).toHaveLength(saved.deeds.length);
  });

  test('a transcript keeps a missed deadline, and what the bot posts by itself', async () => {
    const act = async ({ playground }: TranscriptBot) => {
      const ada = playground.join('Ada');
      expect(await ada.slash('silent').first()).toBe('failed');
      await ada.slash('announce').settled();
      await expect.poll(() => playground.transcript().posts.length).toBe(1);
      await ada.messageCommand('Quote', playground.idOf('post:1') ?? '').settled();
      return playground.transcript();
    };
    const saved = await act(await openBot({}, { firstResponseMs: 4000 }));
    expect(outcomeOf(saved, 2)).toEqual({ settled: true, first: 'failed', messages: [] });
    expect(saved.posts).toEqual([{ where: 'general', message: { name: 'post:1', text: 'A word to all' } }]);
    const now = await replayTranscript(saved, (await openBot({}, { firstResponseMs: 4000 })).playground, QUICK);
    expect(compareTranscripts(saved, now)).toEqual([]);
  });

  test('a transcript is replayed only where nobody has done anything, and nobody else interferes', async () => {
    const saved = await teach(await openBot());
    const { playground } = await openBot();
    playground.join('Early');
    await expect(replayTranscript(saved, playground, QUICK)).rejects.toThrow('nobody has done anything yet');
    const other = (await openBot()).playground;
    const replay = replayTranscript(saved, other, QUICK);
    other.events.once('interaction-created', () => setImmediate(() => other.join('Late')));
    await expect(replay).rejects.toThrow('Somebody else did something');
  });
});
