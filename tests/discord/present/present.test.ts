import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DrawnBlock, pictures, withoutPictures } from '../../../src/discord/present/drawn-reply.js';
import { type OutgoingMessage, presentProgress, presentReply } from '../../../src/discord/present/present.js';
import { buttons, file, lazyReply, menu, text } from '../../../src/discord/reply.js';

const words = (count: number, name = 'w') => Array.from({ length: count }, (_, at) => `${name}${at}`).join(' ');

/** What Discord counts in one message. */
function measure({ components, files }: OutgoingMessage) {
  const [container] = components;
  let count = 1;
  let characters = 0;
  for (const component of container.components) {
    count += 1 + ('components' in component ? component.components.length : 0);
    if ('content' in component) characters += component.content.length;
  }
  return { count, characters, files: files.length };
}

const read = (messages: readonly OutgoingMessage[]): string =>
  messages
    .flatMap(({ components }) => components[0].components)
    .flatMap((component) => ('content' in component ? [component.content] : []))
    .join('\n');

const block: fc.Arbitrary<DrawnBlock> = fc.oneof(
  fc.integer({ min: 0, max: 1200 }).map((count) => text(words(count))),
  fc
    .integer({ min: 1, max: 6 })
    .map((count) =>
      pictures(
        Array.from({ length: count }, (_, at) => ({ name: `p${at}.png`, image: Buffer.from('x'), alt: words(300) })),
      ),
    ),
  fc
    .integer({ min: 1, max: 9 })
    .map((count) =>
      buttons(
        ...Array.from({ length: count }, (_, at) => ({ action: 'a', runId: 'r', value: `${at}`, label: words(30) })),
      ),
    ),
  fc.constant(
    menu({
      action: 'm',
      runId: 'r',
      placeholder: 'p',
      choices: [{ label: words(40), value: 'v', description: words(50) }],
    }),
  ),
  fc.constant(file('f.txt', Buffer.from('x'))),
);

describe('presentReply', () => {
  test('keeps every limit of Discord and loses no text, whatever the blocks', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 14 }), (blocks) => {
        const messages = presentReply({ blocks }, 'ask', 'en');
        expect(messages.length).toBeGreaterThan(0);
        for (const message of messages) {
          const { count, characters, files } = measure(message);
          expect(count).toBeLessThanOrEqual(40);
          expect(characters).toBeLessThanOrEqual(4000);
          expect(files).toBeLessThanOrEqual(10);
          for (const { description } of message.files) expect((description ?? '').length).toBeLessThanOrEqual(1024);
        }
        const wanted = blocks
          .flatMap((one) => (one.kind === 'text' ? one.markdown.split(' ') : []))
          .filter((word) => word !== '');
        expect(
          read(messages)
            .split(/\s+/)
            .filter((word) => /^w\d+$/.test(word)),
        ).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [5, 5],
    [6, 0],
  ])(
    'of a message with %i pictures, %i come in another theme as well: all or none, within ten files',
    (count, more) => {
      const image = Buffer.from('x');
      const list = Array.from({ length: count }, (_, at) => ({
        name: `p${at}.png`,
        image,
        alt: 'alt',
        sibling: { name: `p${at}.light.png`, image },
      }));
      const [message, ...others] = presentReply({ blocks: [pictures(list)] }, 'c', 'en');
      expect(others).toEqual([]);
      const names = message?.files.map(({ name }) => name) ?? [];
      expect(names).toHaveLength(count + more);
      expect(names.filter((name) => name.includes('.light.'))).toHaveLength(more);
      expect(JSON.stringify(message?.components)).not.toContain('.light.');
    },
  );

  test('text for more than four messages goes whole into its file, and the message says so', () => {
    const whole = words(9000);
    const blocks = [text('before'), text(whole, { fileName: 'reply.txt', content: whole }), text('after')];
    const [first, ...further] = presentReply({ blocks }, 'ask', 'en');
    expect(further).toEqual([]);
    expect(first?.files.map(({ name, attachment }) => [name, attachment.toString()])).toEqual([['reply.txt', whole]]);
    expect(read(first ? [first] : [])).toMatch(
      /^before\nw0 w1 [\s\S]*All [\d,]+ characters are in the file below\.\nafter$/,
    );
  });

  test('a growing reply is one message, which says that it goes on', () => {
    const growing = presentProgress({ blocks: [text(words(2000))] }, 'ask', 'en');
    expect(measure(growing).characters).toBeLessThanOrEqual(4000);
    expect(read([growing])).toContain('still writing');
    expect(read([presentProgress({ blocks: [text('short')] }, 'ask', 'en')])).toBe('short');
  });

  test('text that is the beginning of a longer one comes with its file, also where little of it is to be seen', () => {
    const blocks = [text(' '.repeat(100), { fileName: 'reply.txt', content: 'the whole', isCut: true })];
    const [message, ...further] = presentReply({ blocks }, 'ask', 'en');
    expect(further).toEqual([]);
    expect(message?.files.map(({ attachment }) => attachment.toString())).toEqual(['the whole']);
  });

  test('a lazy reply is made once, and only when it is looked at', () => {
    let made = 0;
    const reply = lazyReply(() => {
      made += 1;
      return { tone: 'error', blocks: [text('so far')] };
    });
    expect(made).toBe(0);
    expect(presentReply(withoutPictures(reply), 'ask', 'en')).toEqual(
      presentReply({ tone: 'error', blocks: [text('so far')] }, 'ask', 'en'),
    );
    expect(read(presentReply(withoutPictures(reply), 'ask', 'en'))).toBe('so far');
    expect(made).toBe(1);
  });

  test('an empty reply still shows something, for Discord refuses an empty message', () => {
    expect(read(presentReply({ blocks: [text('  ')] }, 'ask', 'en'))).toContain('nothing to show');
  });
});
