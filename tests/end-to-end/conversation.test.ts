import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import type { Playground } from '../../src/playground/open-playground.js';
import type { Invocation } from '../../src/playground/people/invocation.js';
import type { Person } from '../../src/playground/people/person.js';
import { buttonsOf, open, openStage, picturesOf, plainText, readText, saysSomething, useRoom } from './harness.js';

const room = useRoom();

/** A finished answer has the button that a reply ends with. */
const isAnswered = (message: APIMessage) => 'Explain' in buttonsOf(message);

/** What the bot answers to a message, once it is finished. */
async function answerTo(
  person: Person,
  { id, channel_id: place }: APIMessage,
  until = isAnswered,
): Promise<APIMessage> {
  let found: APIMessage | undefined;
  const look = () => {
    found = person.messages(place).find((one) => one.message_reference?.message_id === id);
    return found !== undefined && until(found);
  };
  await expect.poll(look, { timeout: 60_000 }).toBe(true);
  if (found === undefined) throw new Error('nothing was answered');
  return found;
}

/** What a form that was opened from a reply leads to, once it is finished. */
async function submitted(form: Invocation): Promise<APIMessage> {
  await expect.poll(() => form.followups().some(isAnswered), { timeout: 60_000 }).toBe(true);
  const [answer] = form.followups();
  if (answer === undefined) throw new Error('nothing was answered');
  return answer;
}

const general = ({ channels }: Playground) => channels[0]?.id ?? '';
const isSentence = (message: APIMessage) => readText(message) !== '';

describe('a conversation by messages', () => {
  test('a mention begins one, and an answer to the reply goes on with it', async () => {
    const { person, playground } = room();
    const first = person.say(general(playground), `<@${playground.bot.id}> Why is the sky blue?`);
    const answer = await answerTo(person, first);
    expect(plainText(answer)).toContain('> Why is the sky blue?');
    expect(answer.mentions).toEqual([]);
    expect(plainText(answer)).not.toContain('· after');
    expect(buttonsOf(answer)).toHaveProperty('Ask on…');

    const second = person.say(general(playground), 'And at night?', { replyTo: answer.id });
    const third = await answerTo(person, second);
    expect(plainText(third)).toContain('> And at night?');
    expect(plainText(third)).toContain('after 2 messages');
    const details = await open(person, third, 'Details');
    expect(plainText(details)).toContain('Before the question the model read all 2 messages of this conversation.');
  });

  test('a command’s reply goes on by a form and by a message of somebody else: two branches', async () => {
    const { person, playground } = room();
    const ben = playground.join('Ben');
    const first = await person.slash('ask', { question: 'What is a token?', temperature: 0 }).settled(isAnswered);
    const form = await person.press(first.id, 'Ask on…').modal();
    expect(form.title).toBe('Ask on…');
    const said = ben.say(first.channel_id, 'And a byte?', { replyTo: first.id });
    const [mine, bens] = await Promise.all([
      submitted(person.submit(form, { words: 'And a word?' })),
      answerTo(ben, said),
    ]);
    expect(plainText(mine)).toContain('> And a word?');
    expect(plainText(bens)).toContain('> And a byte?');
    for (const one of [mine, bens]) expect(plainText(one)).toContain('temperature 0 · after 2 messages');
    // Where two speak, the model reads who.
    const context = await open(person, bens, 'Context');
    expect(plainText(context)).toContain('> And a byte?');
    expect(plainText(context)).toMatch(/\d+ of what was said before/);
    expect(picturesOf(context)[0]?.alt).toContain('what was said before');
    const messages = plainText(await open(person, context, 'Details', saysSomething));
    expect(messages).toMatch(
      /"content": "Ann: What is a token\?"[\s\S]*"role": "assistant"[\s\S]*"content": "Ben: And a byte\?"/,
    );
  });

  test('in direct messages every message goes on, and nobody is mentioned', async () => {
    const { playground } = room();
    const cara = playground.join('Cara');
    const first = await answerTo(cara, cara.say(cara.dmId, 'What is a language model?'));
    expect(plainText(first)).not.toContain('· after');
    const [one, two] = [cara.say(cara.dmId, 'How large is one?'), cara.say(cara.dmId, 'And a small one?')];
    // What is said at once is answered one after the other, each with all before it.
    expect(plainText(await answerTo(cara, one))).toContain('after 2 messages');
    expect(plainText(await answerTo(cara, two))).toContain('after 4 messages');
    const branch = await answerTo(cara, cara.say(cara.dmId, 'Once more?', { replyTo: first.id }));
    expect(plainText(branch)).toContain('after 2 messages');
  });

  test('a mention without words is told what to do; what people say among themselves is let be', async () => {
    const { playground } = room();
    const dan = playground.join('Dan');
    const place = general(playground);
    const dice = await dan.slash('dice', { prompt: 'Once upon a', rolls: 10 }).settled(isAnswered);
    const talk = dan.say(place, 'What a nice picture', { replyTo: dice.id });
    const other = dan.say(place, 'Only among us');
    const empty = await answerTo(dan, dan.say(place, `<@${playground.bot.id}>`), isSentence);
    expect(plainText(empty)).toContain('I read no words in your message.');
    const answered = dan.messages(place).map((one) => one.message_reference?.message_id);
    expect(answered).not.toContain(talk.id);
    expect(answered).not.toContain(other.id);
  });

  test.each([
    ['an emoji', '🍕'],
    ['markdown and mentions', '**hi** @everyone <@1> [x](https://example.com) ```'],
    ['the longest message', 'why '.repeat(480)],
  ])('%s is answered, and pings nobody', async (_, text) => {
    const { playground } = room();
    const eve = playground.join('Eve');
    const answer = await answerTo(
      eve,
      eve.say(eve.dmId, text),
      (message) => isAnswered(message) || /long/.test(readText(message)),
    );
    expect(answer.mentions).toEqual([]);
    expect(answer.mention_everyone).toBe(false);
  });
});

describe('a thread', () => {
  test('is opened from the answer, and each mention in it goes on', async () => {
    const { playground } = room();
    const [fay, gil] = [playground.join('Fay'), playground.join('Gil')];
    const asked = fay.slash('ask', { question: 'What is a token?  ', thread: true });
    const { id } = await asked.settled(isAnswered);
    const opened = () => fay.messages(id).map(plainText).join();
    await expect.poll(opened).toContain('The conversation goes on here: mention me, or answer one of my messages.');
    expect(asked.followups()).toEqual([]);

    const first = await answerTo(fay, fay.say(id, `And a byte, <@${playground.bot.id}>?`));
    expect(plainText(first)).toContain(`> And a byte, @${playground.bot.username}?`);
    expect(plainText(first)).toContain('· after 2 messages');
    const second = await answerTo(gil, gil.say(id, `<@${playground.bot.id}> And a word?`));
    expect(plainText(second)).toContain('· after 4 messages');
    const branch = await answerTo(gil, gil.say(id, 'Why?', { replyTo: first.id }));
    expect(plainText(branch)).toContain('· after 4 messages');
    const quiet = fay.say(id, 'Only among us');
    const third = await answerTo(fay, fay.say(id, `<@${playground.bot.id}> So?`));
    expect(plainText(third)).toContain('· after 6 messages');
    expect(fay.messages(id).some((one) => one.message_reference?.message_id === quiet.id)).toBe(false);

    const inside = gil.slash('ask', { question: 'And here?', thread: true }, id);
    await inside.settled(isAnswered);
    expect(plainText(await inside.followup(0))).toContain('This is a thread already, and a thread has no threads.');
  });

  test('in direct messages there is none, and that is said', async () => {
    const { playground } = room();
    const hal = playground.join('Hal');
    const asked = hal.slash('ask', { question: 'What is a token?', thread: true }, hal.dmId);
    await asked.settled(isAnswered);
    expect(plainText(await asked.followup(0))).toContain('Threads are only on servers.');
  });
});

describe('where no message comes to the bot', () => {
  test('as a user-installed app the form goes on', async () => {
    const { person } = room();
    const first = await person.slash('ask', { question: 'What is a token?' }, person.privateId).settled(isAnswered);
    const form = await person.press(first.id, 'Ask on…').modal();
    const second = await submitted(person.submit(form, { words: 'And a byte?' }));
    expect(plainText(second)).toContain('after 2 messages');
    const thread = person.slash('ask', { question: 'Hi', thread: true }, person.privateId);
    await thread.settled(isAnswered);
    expect(plainText(await thread.followup(0))).toMatch(/^(Threads are only on servers|I am not on this server)/);
  });
});

test('a conversation goes on after a restart', async () => {
  const stage = await openStage();
  const bot = await stage.start();
  const ann = stage.playground.join('Ann');
  const first = await ann.slash('ask', { question: 'Why is the sky blue?' }).settled(isAnswered);
  const direct = await answerTo(ann, ann.say(ann.dmId, 'What is a token?'));
  await bot.close();
  const next = await stage.start();
  try {
    const said = ann.say(first.channel_id, 'And at night?', { replyTo: first.id });
    expect(plainText(await answerTo(ann, said))).toContain('after 2 messages');
    expect(plainText(direct)).not.toContain('· after');
    expect(plainText(await answerTo(ann, ann.say(ann.dmId, 'And a byte?')))).toContain('after 2 messages');
  } finally {
    await next.close();
  }
});
