import { expect, test } from 'vitest';
import { messageText } from '../../../src/discord/transport/message-text.js';

test('a message reads from top to bottom: its content, its embeds, and its text displays at any depth', () => {
  const components = [
    {
      type: 17,
      components: [
        { type: 10, content: 'c' },
        { type: 9, components: [{ type: 10, content: 'd' }] },
      ],
    },
    { type: 10, content: 'e' },
    null,
  ];
  expect(messageText({ content: 'a', embeds: [{ title: 'b', description: null }], components })).toBe('a\nb\nc\nd\ne');
});

test('components may be nested deeper than functions can be', () => {
  let inner: object = { type: 10, content: 'at the bottom' };
  for (let depth = 0; depth < 100_000; depth++) inner = { type: 17, components: [inner] };
  expect(messageText({ content: '', components: [inner] })).toBe('at the bottom');
});
