import { expect, test } from 'vitest';
import { pictures } from '../../../src/discord/present/drawn-reply.js';
import { lighterMessage } from '../../../src/discord/present/lighter-message.js';
import { presentReply } from '../../../src/discord/present/present.js';
import { buttons, text } from '../../../src/discord/reply.js';

test('however much the pictures say, the message stays within Discord’s limit for text', () => {
  const many = Array.from({ length: 8 }, (_, at) => ({
    name: `${at}.png`,
    image: Buffer.from(''),
    alt: '🙂*'.repeat(300),
  }));
  const [message] = presentReply({ blocks: [text('x'.repeat(2500)), pictures(many), text('the end')] }, 'draw', 'en');
  const lighter = message && lighterMessage(message, 'en');
  const contents = lighter?.components[0].components.map((one) => ('content' in one ? String(one.content) : '')) ?? [];
  expect(contents.join('').length).toBeLessThanOrEqual(4000);
  expect(contents[1]).toMatch(/^\*\*Discord did not take this picture\.\*\* 🙂/);
  expect(contents.join('')).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
  expect(contents.at(-1)).toBe('the end');
  expect(lighter?.files).toEqual([]);
});

test('of text alone nothing can be left out', () => {
  const [message] = presentReply(
    { blocks: [text('x'), buttons({ action: 'a', runId: 'r', label: 'A' })] },
    'draw',
    'en',
  );
  const lighter = message && lighterMessage(message, 'en');
  expect(lighter?.components[0].components.map(({ type }) => type)).toEqual([10, 10]);
  expect(lighter && lighterMessage(lighter, 'en')).toBeUndefined();
});
