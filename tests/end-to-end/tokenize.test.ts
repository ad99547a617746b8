import { get_encoding } from '@dqbd/tiktoken';
import { loadImage } from '@napi-rs/canvas';
import type { APIMessage } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { vocabulary } from '../tiny-model/fixtures.js';
import { buttonsOf, choose, componentsOf, open, picturesOf, readText, saysSomething, useRoom } from './harness.js';

const room = useRoom();

const detailsOf = (message: APIMessage, person = room().person) => open(person, message, 'Details', saysSomething);

/** The rows of the file in a message, each with its columns. */
async function rowsOf(message: APIMessage): Promise<string[][]> {
  const url = componentsOf(message).find(({ file }) => file)?.file?.url ?? '';
  const lines = (await room().fetchFile(url)).toString('utf8').trim().split('\n');
  return lines.map((line) => line.split('\t'));
}

test('/tokenize shows the text, one picture and one sentence, and Details have the counts and the ids', async () => {
  const { person, fetchFile } = room();
  const message = await person.slash('tokenize', { text: 'I love pizza!' }).settled();
  expect(readText(message).replaceAll('\\', '')).toBe(
    [
      '> I love pizza!',
      'The model reads **4 tokens**. Here each word is one token, with the space before it.',
      '-# o200k_base (GPT-4o, 4.1, 5)',
    ].join('\n'),
  );
  const [picture] = picturesOf(message);
  expect(picture?.alt).toContain('“I” 40; “·love” 3047; “·pizza” 27941; exclamation mark 0');
  const image = await loadImage(await fetchFile(picture?.url ?? ''));
  expect(image.width).toBe(1100);
  expect(buttonsOf(message)).toEqual({ 'Show bytes': 'enabled', 'Compare encodings': 'enabled', Explain: 'enabled' });
  const details = await detailsOf(message);
  expect((details.flags ?? 0) & 64).toBe(64);
  expect(readText(details)).toContain('**4 tokens** · 13 characters · 13 bytes · 3.25 characters per token');
  expect(readText(details)).toContain('[40, 3047, 27941, 0]');
  expect((await rowsOf(details)).slice(0, 3)).toEqual([
    ['place', 'id', 'bytes', 'token'],
    ['1', '40', '49', 'I'],
    ['2', '3047', '20 6C 6F 76 65', '·love'],
  ]);
});

test.each(['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const)(
  '%s cuts as OpenAI’s own tokenizer does',
  async (encoding) => {
    const text = 'The capital of Österreich is Wien — 维也纳.';
    const message = await room().person.slash('tokenize', { text, encoding }).settled();
    const reference = get_encoding(encoding);
    expect(readText(await detailsOf(message))).toContain(`[${[...reference.encode(text)].join(', ')}]`);
    reference.free();
  },
);

test('Show bytes and Show ids change the same message to and fro', async () => {
  const { person } = room();
  const message = await person.slash('tokenize', { text: 'naïve 🎉' }).settled();
  const bytes = await person.press(message.id, 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now));
  expect(bytes.id).toBe(message.id);
  expect(picturesOf(bytes)[0]?.alt).toContain('“na” 6E 61');
  const ids = await person.press(message.id, 'Show ids').settled((now) => 'Show bytes' in buttonsOf(now));
  expect(picturesOf(ids)[0]?.alt).toBe(picturesOf(message)[0]?.alt);
});

test('the model’s own tokenizer cuts, and puts its chat template around', async () => {
  const { person } = room();
  const text = 'I love 🫥 naïvely';
  const { encode } = vocabulary();
  const message = await person.slash('tokenize', { text, encoding: 'model' }).settled();
  expect(readText(await detailsOf(message))).toContain(`[${encode(text).join(', ')}]`);
  expect(readText(message).replaceAll('\\', '')).toContain('-# the tokenizer of tokenscope-tiny');
  expect(picturesOf(message)[0]?.alt).toMatch(/^What does a model read\?.*together “🫥”/);

  const chat = await person.slash('tokenize', { text, encoding: 'model', around: 'chat' }).settled();
  const lines = [encode('Q: '.trimEnd()), encode(` ${text}`), encode('\n'), encode('A: ')];
  const details = readText(await detailsOf(chat));
  expect(details).toContain(`[${lines.flat().join(', ')}]`);
  const added = lines.flat().length - encode(` ${text}`).length;
  expect(details).toContain(`tokens** · **${added} around the text** · `);
  expect(readText(chat)).toContain(`The ${added} hatched ones stand around it: the chat template tells the model who`);
  const [picture] = picturesOf(chat);
  expect(picture?.alt).toContain('(Hatched: the chat template around the text)');
  expect(picture?.alt).toMatch(/“Q” \d+ \(around the text\); .*“·I” \d+; “·love” \d+; .*“A” \d+ \(around the text\)/);
  const bytes = await person.press(chat.id, 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now));
  expect(picturesOf(bytes)[0]?.alt).toContain('“·I” 49; “·love” 20 6C 6F 76 65');
});

test('special tokens where there are none, and around an encoding', async () => {
  const { person } = room();
  const message = await person.slash('tokenize', { text: 'hi', encoding: 'model', around: 'special' }).settled();
  expect(readText(message)).toContain('This tokenizer puts nothing around a text.');
  const attempts: readonly Record<string, string>[] = [
    { around: 'chat' },
    { around: 'special', encoding: 'r50k_base' },
    { model: 'tokenscope-tiny' },
  ];
  for (const options of attempts) {
    const refused = await person.slash('tokenize', { text: 'hi', ...options }).settled();
    expect(readText(refused)).toContain('Under “encoding”, choose the model’s own tokenizer too.');
  }
  const alone = await person.slash('tokenize', { text: 'hi', around: 'nothing' }).settled();
  expect(readText(alone)).toContain('**one token**');
});

test('Compare encodings posts a chart of counts, in the same layout', async () => {
  const person = room().playground.join('Cara');
  const scripts = 'Привет, мир! 你好，世界';
  const message = await person.slash('tokenize', { text: scripts }).settled();
  const compared = await person.press(message.id, 'Compare encodings').settled();
  expect(compared.id).not.toBe(message.id);
  const [picture, ...more] = picturesOf(compared);
  expect(more).toEqual([]);
  expect(picture?.alt).toMatch(/^Who needs the fewest tokens\?/);
  const counts = new Map(
    [...(picture?.alt ?? '').matchAll(/([\w’ ]+) \([^)]*\) (\d+) tokens/g)].map(([, name = '', count]) => [
      name.trim(),
      Number(count),
    ]),
  );
  expect([...counts.keys()].map((name) => name.replace(/^.* /, ''))).toEqual([
    'o200k_base',
    'cl100k_base',
    'p50k_base',
    'r50k_base',
    'own',
  ]);
  const [few = 0, , , many = 0, own = 0] = counts.values();
  expect(few).toBeLessThan(many);
  // The tiny model's vocabulary has no tokens for these scripts but their bytes.
  expect(own).toBe(vocabulary().encode(scripts).length);
  expect(own).toBeGreaterThan(many);
  const read = readText(compared).replaceAll('\\', '');
  expect(read).toContain(`**o200k_base** needs the fewest: **${few} tokens**.`);
  expect(read).toContain(`needs ${own}, about ${(own / few).toFixed(1)} times as many.`);

  const explained = await person.press(compared.id, 'Explain').settled();
  expect(readText(explained).replaceAll('\\', '')).toContain(`${many} − ${few} = ${many - few}.`);
  const cut = await person.press(explained.id, 'Cut by r50k_base').settled();
  expect(readText(cut)).toContain(`The model reads **${many} tokens**`);
  expect((cut.flags ?? 0) & 64).toBe(0);
  const other = await open(person, compared, 'Cut by cl100k_base');
  expect(readText(other).replaceAll('\\', '')).toContain('-# cl100k_base (GPT-4, 3.5)');
  expect(readText(await detailsOf(compared, person))).toMatch(/^ +\d+ +[\d.]+ +200,019 {2}o200k_base$/m);
});

test('a long text goes on on further pages, in both sights, and its list in a file, only for who asks', async () => {
  const { playground } = room();
  const person = playground.join('Dora');
  const text = 'The quick brown fox jumps over the lazy dog. '.repeat(130).trim();
  const message = await person.slash('tokenize', { text }).settled();
  const altOf = (now: APIMessage) => picturesOf(now).map(({ alt }) => alt)[0] ?? '';
  const [, all] = /^Picture 1 of (\d+)\./.exec(altOf(message)) ?? [];
  expect(Number(all)).toBeGreaterThan(2);
  expect(picturesOf(message)).toHaveLength(1);
  expect(buttonsOf(message)).toEqual({
    '◀': 'disabled',
    '▶': 'enabled',
    'Show bytes': 'enabled',
    'Compare encodings': 'enabled',
    Explain: 'enabled',
  });
  const second = await person.press(message.id, '▶').settled((now) => altOf(now).startsWith('Picture 2'));
  expect(buttonsOf(second)['◀']).toBe('enabled');
  const bytes = await person.press(message.id, 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now));
  expect(altOf(bytes)).toMatch(/^Picture 2 of .*“·\w+” 20 [\dA-F ]+;/);
  await person.press(message.id, '▶').settled((now) => altOf(now).startsWith('Picture 3'));
  expect(readText(message)).toMatch(/The picture has the first 400 of 1,300 tokens/);

  const details = await detailsOf(message, person);
  const list = await person.press(details.id, 'All 1,300 tokens as a file').settled();
  expect((list.flags ?? 0) & 64).toBe(64);
  expect(playground.join('Ben').message(list.id)).toBeUndefined();
  const rows = await rowsOf(list);
  expect(rows.slice(0, 2)).toEqual([
    ['place', 'id', 'bytes', 'token'],
    ['1', '976', '54 68 65', 'The'],
  ]);
  expect(rows).toHaveLength(1301);
});

test('one token is looked at closely, by the menu or by what somebody writes', async () => {
  const person = room().playground.join('Emil');
  const short = await person.slash('tokenize', { text: 'I love pizza! 🐨' }).settled();
  const look = await open(person, short, 'Look at token 3: ·pizza', saysSomething);
  expect((look.flags ?? 0) & 64).toBe(64);
  expect(readText(look)).toContain('**Token 3 of 7:** `·pizza`');
  expect(readText(look)).toContain('**Id:** `27941`.');
  expect(readText(look)).toContain('**Bytes:** `20 70 69 7A 7A 61`, 6 bytes');
  const part = await open(person, short, 'Look at token 6: ⟨90⟩', saysSomething);
  expect(readText(part)).toContain('It is only a part of `🐨`, so it cannot be shown as text.');

  const long = await person.slash('tokenize', { text: `${'a word and '.repeat(300)}banana` }).settled();
  const typed = async (token: string) => {
    const form = await choose(person, long, 'Look at one token…').modal();
    return readText(await person.submit(form, { token }).followup(0)).replaceAll('\\', '');
  };
  // Beyond the tokens that are kept.
  expect(await typed('banana')).toContain('**Token 901 of 901:** `');
  expect(await typed('900')).toContain('**Token 900 of 901:**');
  expect(await typed('902')).toContain('There is no token 902. Write a number from 1 to 901, or what a token says.');
});

test('Explain works with this text’s own numbers, and its button compares', async () => {
  const person = room().playground.join('Finn');
  const message = await person.slash('tokenize', { text: 'I love pizza!' }).settled();
  const explained = await person.press(message.id, 'Explain').settled();
  const read = readText(explained).replaceAll('\\', '');
  expect(read).toContain('Your text has 13 characters and 4 tokens. 13 ÷ 4 = 3.25 characters in a token, on average.');
  expect(read).toContain('Token 2 is `·love`. The model reads only `3047`, its number in a list of 200,019.');
  const compared = await person.press(explained.id, 'Compare encodings').settled();
  expect(readText(compared)).toContain('All need the same: **4 tokens**.');
  const bytes = await person.press(message.id, 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now));
  expect(readText(bytes)).toContain(
    'In the computer’s memory each character here takes **one byte**: 13 characters, 13 bytes.',
  );
  const ofBytes = readText(await person.press(message.id, 'Explain').settled());
  expect(ofBytes).toContain('The token `·love` is `20 6C 6F 76 65`: 5 bytes. The first one, `20`, is the space.');
});

test.each([['Next word'], ['Surprise']])('the text goes on to “%s”', async (entry) => {
  const { person } = room();
  const message = await person.slash('tokenize', { text: 'The capital of France is' }).settled();
  const next = await open(person, message, entry, (now) => picturesOf(now).length > 0);
  expect(next.id).not.toBe(message.id);
  expect(picturesOf(next)[0]?.alt).toMatch(/Paris|capital/);
});

test('text that looks like markup, a mention or a special token is plain text, and pings nobody', async () => {
  const { person } = room();
  const message = await person.slash('tokenize', { text: '<|endoftext|> @everyone <@123> ```js `x` **b**' }).settled();
  expect(readText(message)).toMatch(/\*\*\d+ tokens\*\*/);
  // As one special token the id would be 199999.
  expect(picturesOf(message)[0]?.alt).not.toContain('199999');
  expect(message.mentions).toEqual([]);
  expect(message.mention_everyone).toBe(false);
});

test('the message menu cuts anybody’s message, also the bot’s own', async () => {
  const { person, playground } = room();
  const said = playground.join('Cleo').say(playground.channels[0]?.id ?? '', 'Good morning, class');
  const cut = await person.messageCommand('Tokenize', said.id).settled();
  expect(picturesOf(cut)[0]?.alt).toContain('“Good” 17212; “·morning” 8709; comma 11; “·class” 744');
  const again = await person.messageCommand('Tokenize', cut.id).settled();
  expect(readText(again)).toContain('tokens');
});

test('characters that several tokens share are said to be so', async () => {
  const { person } = room();
  const message = await person.slash('tokenize', { text: '👩‍🚀' }).settled();
  expect(readText(message)).toContain('The single character “👩‍🚀” is');
  expect(readText(await detailsOf(message))).toContain('· 1 character · 11 bytes');
  expect(picturesOf(message)[0]?.alt).toMatch(/“⟨F0 9F 91⟩” 28823, .*: together “👩‍🚀”$/);
});
