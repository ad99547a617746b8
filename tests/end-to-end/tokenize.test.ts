import { get_encoding } from '@dqbd/tiktoken';
import { loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { buttonsOf, componentsOf, picturesOf, readText, useRoom } from './harness.js';

const room = useRoom();

test('/tokenize shows a picture, the counts and the ids', async () => {
  const { person, fetchFile } = room();
  const message = await person.slash('tokenize', { text: 'I love pizza!' }).settled();
  expect(readText(message)).toContain('**4 tokens** · 13 characters · 13 bytes · 3.25 characters per token');
  expect(readText(message)).toContain('[40, 3047, 27941, 0]');
  const [picture] = picturesOf(message);
  expect(picture?.alt).toContain('“I” 40; “·love” 3047; “·pizza” 27941; “!” 0');
  const image = await loadImage(await fetchFile(picture?.url ?? ''));
  expect(image.width).toBe(1100);
  expect(buttonsOf(message)).toEqual({ 'Show bytes': 'enabled', 'Compare encodings': 'enabled' });
});

test.each(['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const)(
  '%s cuts as OpenAI’s own tokenizer does',
  async (encoding) => {
    const text = 'The capital of Österreich is Wien — 维也纳.';
    const message = await room().person.slash('tokenize', { text, encoding }).settled();
    const reference = get_encoding(encoding);
    expect(readText(message)).toContain(`[${[...reference.encode(text)].join(', ')}]`);
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
  const reference = get_encoding('o200k_base');
  const encode = (part: string) => [...reference.encode(part)];
  const message = await person.slash('tokenize', { text, encoding: 'model' }).settled();
  expect(readText(message)).toContain(`[${encode(text).join(', ')}]`);
  expect(readText(message)).toContain('Cut by the own tokenizer of `tokenscope-tiny`.');
  expect(picturesOf(message)[0]?.alt).toMatch(/^\d+ tokens by tokenscope-tiny\. .*together “🫥”/);

  const chat = await person.slash('tokenize', { text, encoding: 'model', around: 'chat' }).settled();
  const lines = [encode('Q: '.trimEnd()), encode(` ${text}`), encode('\n'), encode('A: ')];
  expect(readText(chat)).toContain(`[${lines.flat().join(', ')}]`);
  const added = lines.flat().length - encode(` ${text}`).length;
  expect(readText(chat)).toContain(`tokens** and **${added} around the text** · `);
  const [picture] = picturesOf(chat);
  expect(picture?.alt).toContain('(Hatched: the chat template around the text)');
  expect(picture?.alt).toMatch(/“Q” \d+ \(around the text\); .*“·I” \d+; “·love” \d+; .*“A” \d+ \(around the text\)/);
  const bytes = await person.press(chat.id, 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now));
  expect(picturesOf(bytes)[0]?.alt).toContain('“·I” 49; “·love” 20 6C 6F 76 65');
  reference.free();
});

test('special tokens where there are none, and around an encoding', async () => {
  const { person } = room();
  const message = await person.slash('tokenize', { text: 'hi', encoding: 'model', around: 'special' }).settled();
  expect(readText(message)).toContain('It puts none around a text.');
  const attempts: readonly Record<string, string>[] = [
    { around: 'chat' },
    { around: 'special', encoding: 'r50k_base' },
    { model: 'tokenscope-tiny' },
  ];
  for (const options of attempts) {
    const refused = await person.slash('tokenize', { text: 'hi', ...options }).settled();
    expect(readText(refused)).toContain('Choose the model’s own tokenizer as the encoding too.');
  }
  const alone = await person.slash('tokenize', { text: 'hi', around: 'nothing' }).settled();
  expect(readText(alone)).toContain('**1 token**');
});

test('Compare encodings posts a chart of counts', async () => {
  const { person } = room();
  const message = await person.slash('tokenize', { text: 'Привет, мир! 你好，世界' }).settled();
  const compared = await person.press(message.id, 'Compare encodings').settled();
  expect(compared.id).not.toBe(message.id);
  const counts = [...readText(compared).matchAll(/^(\w+_base) +(\d+) /gm)].map(([, name, count]) => [
    name,
    Number(count),
  ]);
  expect(counts.map(([name]) => name)).toEqual(['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base']);
  expect(counts[0]?.[1]).toBeLessThan(Number(counts[3]?.[1]));
  // The tiny model reads through o200k_base.
  expect(readText(compared)).toMatch(new RegExp(`^model’s own +${counts[0]?.[1]}  tokenscope-tiny$`, 'm'));
  expect(picturesOf(compared)).toHaveLength(1);
  expect(picturesOf(compared)[0]?.alt).toContain('The same text by five tokenizers');
});

test('a long text goes on in several pictures and its list in a file, only for who asks', async () => {
  const { person, playground, fetchFile } = room();
  const text = 'The quick brown fox jumps over the lazy dog. '.repeat(130).trim();
  const message = await person.slash('tokenize', { text }).settled();
  const alts = picturesOf(message).map(({ alt }) => alt ?? '');
  expect(alts.length).toBeGreaterThan(1);
  // The text is 130 times the same ten tokens, so a page starts with the one that follows the page before.
  for (const [at, alt] of alts.entries()) {
    expect(alt).toMatch(new RegExp(`^Picture ${at + 1} of ${alts.length}\\. .*Tokens in order: “`));
    expect(alt.length).toBeLessThanOrEqual(1024);
  }
  expect(new Set(alts.map((alt) => alt.split('Tokens in order')[1])).size).toBeGreaterThan(1);
  expect(readText(message)).toMatch(/The pictures show the first \d+ of 1,\d+ tokens/);
  const list = await person.press(message.id, 'Full list').settled();
  expect((list.flags ?? 0) & 64).toBe(64);
  const other = playground.join('Ben');
  expect(other.message(list.id)).toBeUndefined();
  const url = componentsOf(list).find(({ file }) => file)?.file?.url ?? '';
  const rows = (await fetchFile(url)).toString('utf8').trim().split('\n');
  expect(rows[0]).toBe('place\tid\tbytes\ttoken');
  expect(rows[1]).toBe('1\t976\t54 68 65\tThe');
  expect(rows).toHaveLength(
    1 +
      Number(
        readText(message)
          .match(/\*\*([\d,]+) tokens/)?.[1]
          ?.replace(',', ''),
      ),
  );
});

test('text that looks like markup, a mention or a special token is plain text, and pings nobody', async () => {
  const { person } = room();
  const message = await person.slash('tokenize', { text: '<|endoftext|> @everyone <@123> ```js `x` **b**' }).settled();
  expect(readText(message)).toMatch(/\*\*\d+ tokens\*\*/);
  // As one special token the id would be 199999.
  expect(readText(message)).not.toContain('199999');
  expect(message.mentions).toEqual([]);
  expect(message.mention_everyone).toBe(false);
});

test('the message menu cuts anybody’s message, also the bot’s own', async () => {
  const { person, playground } = room();
  const said = playground.join('Cleo').say(playground.channels[0]?.id ?? '', 'Good morning, class');
  const cut = await person.messageCommand('Tokenize', said.id).settled();
  expect(readText(cut)).toContain('[17212, 8709, 11, 744]');
  const again = await person.messageCommand('Tokenize', cut.id).settled();
  expect(readText(again)).toContain('tokens');
});

test('characters that several tokens share are said to be so', async () => {
  const { person } = room();
  const message = await person.slash('tokenize', { text: '👩‍🚀' }).settled();
  expect(readText(message)).toContain('· 1 character · 11 bytes');
  expect(picturesOf(message)[0]?.alt).toMatch(/“⟨F0 9F 91⟩” 28823, .*: together “👩‍🚀”$/);
});
