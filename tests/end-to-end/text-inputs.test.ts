import type { APIMessage } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { plainText, useRoom } from './harness.js';

const room = useRoom();

const bytes = (text: string) => Buffer.from(text, 'utf8');
const file = (name: string, text: string | Buffer<ArrayBuffer>, type = 'text/plain') => ({
  name,
  type,
  bytes: typeof text === 'string' ? bytes(text) : text,
});

/** The first channel. */
const general = () => room().playground.channels[0]?.id ?? '';

/** What `/tokenize` says of a message, from its menu. */
async function tokenized(message: APIMessage): Promise<string> {
  return plainText(await room().person.messageCommand('Tokenize', message.id).settled());
}

test('a forwarded message is read as the one that it forwards', async () => {
  const { person } = room();
  const original = person.say(general(), 'The cat sat');
  const forwarded = person.forward(original.id, general());
  expect(forwarded.content).toBe('');
  expect(await tokenized(forwarded)).toContain('The cat sat');
});

test('a poll is read as its question and its answers', async () => {
  const { person } = room();
  const poll = person.poll(general(), { question: 'Which animal swims?', answers: ['The otter', 'The eagle'] });
  const text = await tokenized(poll);
  expect(text).toContain('Which animal swims?');
  expect(text).toContain('The eagle');
});

test('a long message that came as message.txt is read from that file', async () => {
  const { person } = room();
  const id = person.attach(file('message.txt', 'An otter swims in the river.'));
  const message = person.say(general(), '', { files: [id] });
  expect(await tokenized(message)).toContain('An otter swims in the river.');
});

test('a picture beside a text is no text, and the text is read', async () => {
  const { person } = room();
  const id = person.attach(file('cat.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'image/png'));
  const message = person.say(general(), 'Look at my cat', { files: [id] });
  expect(await tokenized(message)).toContain('Look at my cat');
});

test('a command takes its text as a file', async () => {
  const { person } = room();
  const id = person.attach(file('story.md', '# The otter\n\nIt swims.', 'text/markdown'));
  const reply = plainText(await person.slash('tokenize', { file: id }).settled());
  expect(reply).toContain('The otter');
});

test('a file that is longer than what a command takes is cut, and the reply says so', async () => {
  const { person } = room();
  const id = person.attach(file('long_story.txt', 'otter '.repeat(2000)));
  const reply = plainText(await person.slash('tokenize', { file: id }).settled());
  expect(reply).toMatch(/This is about the first [\d,]+ of 12,000 characters of long_story\.txt\./);
});

test.each([
  [
    'no text',
    'noise.txt',
    Buffer.from([0xff, 0xc0, 0x00, 0x41]),
    /The file “noise\.txt” is not a text that can be read/,
  ],
  ['a picture', 'cat.png', Buffer.from([0x89, 0x50]), /The file “cat\.png” is not a text that can be read/],
  [
    'too large',
    'big.txt',
    Buffer.alloc(1024 * 1024 + 1, 0x61),
    /The file “big\.txt” is too large\. A file may have up to 1 MB/,
  ],
])('a file that is %s is refused with what to do', async (_, name, content, sentence) => {
  const { person } = room();
  const id = person.attach(file(name, content));
  expect(plainText(await person.slash('tokenize', { file: id }).settled())).toMatch(sentence);
});

test('a text and a file are too many, and none is too few', async () => {
  const { person } = room();
  const id = person.attach(file('a.txt', 'a'));
  expect(plainText(await person.slash('tokenize', { text: 'b', file: id }).settled())).toContain(
    'There are two texts.',
  );
  expect(plainText(await person.slash('surprise', {}).settled())).toContain(
    'There is no text. Type one in the option “text”',
  );
});

test('an embed of another bot is read with its fields', async () => {
  const { playground, person } = room();
  const embeds = [{ title: 'Weather', fields: [{ name: 'Morning', value: 'Rain on the river' }] }];
  const message = playground.post(general(), { name: 'Weather bot', kind: 'bot' }, { embeds });
  expect(await tokenized(message)).toContain('Rain on the river');
  expect(person.messages(general()).length).toBeGreaterThan(0);
});

test('where AutoMod blocks the reply, a sentence says so', async () => {
  const { playground, person } = room();
  playground.blockWords(['platypus']);
  try {
    const reply = plainText(await person.slash('tokenize', { text: 'a platypus swims' }).settled());
    expect(reply).toContain('The AutoMod of this server blocked the reply');
  } finally {
    playground.blockWords([]);
  }
});

test('where members may not show apps of their own, the reply says why nobody else sees it', async () => {
  const { playground, person } = room();
  const reply = plainText(await person.slash('tokenize', { text: 'an otter' }, playground.elsewhereId).settled());
  expect(reply).not.toContain('Only you can see this');
  const noExternalApps = 1n << 50n;
  playground.setPermissions(playground.elsewhereId, person.id, { deny: noExternalApps });
  const hidden = await person.slash('tokenize', { text: 'an otter' }, playground.elsewhereId).settled();
  expect((hidden.flags ?? 0) & 64).toBe(64);
  expect(plainText(hidden)).toContain('Only you can see this, because members may not use apps of their own here');
  const meant = await person.press(hidden.id, 'Explain').settled();
  expect(plainText(meant)).not.toContain('Only you can see this');
});
