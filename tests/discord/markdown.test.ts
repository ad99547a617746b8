import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeBlock, inlineCode, modelMarkdown, plain, splitMarkdown } from '../../src/discord/markdown.js';
import { textFaults } from '../fuzz/judge-text.js';

/** Discord drops a backslash before ASCII punctuation and shows the mark. */
const asShown = (markdown: string): string => markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1');

describe('plain', () => {
  test.each([
    '**bold** _it_ ~~no~~ ||spoiler||',
    '[masked](https://example.org) <https://example.org> https://example.org',
    '<@1234567890> <@&99> <#12> @everyone @here <t:1700000000:R> <:name:1> </ask:1>',
    '# heading\n## two\n-# small\n> quote\n>>> quotes\n- item\n* item\n1. one\n+ plus',
    '```js\ncode``` `x`',
    'C:\\path\\*file*',
  ])('leaves no mark unescaped that could start something: %j', (text) => {
    const escaped = plain(text);
    expect(asShown(escaped)).toBe(text);
    expect(escaped.replace(/\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[*_~`|<>#[\]():@]|^\s*(?:-|\+|\d+\.)/m);
  });

  test('shows as typed, whatever was typed', () => {
    fc.assert(fc.property(fc.string(), (text) => asShown(plain(text)) === text));
  });

  test('shows what turns the direction of writing, so that nothing behind it is turned', () => {
    expect(plain('a\u202eb\u2066c')).toBe('a⟨U+202E⟩b⟨U+2066⟩c');
    expect(modelMarkdown('`a\u202eb` **c\u202d**')).toBe('`a⟨U+202E⟩b` **c⟨U+202D⟩**');
  });

  test('escapes what begins a list, and no full stop or plus elsewhere', () => {
    const marks = fc.string({
      unit: fc.constantFrom('a', '1', '23', '.', '+', ' ', '\t', '\n', '\r', '\u2028', '\u00a0'),
    });
    // The definition, which looks back from each mark.
    const defined = (text: string) => text.replace(/(?<=^\s*\d+)\.|(?<=^\s*)\+/gm, '\\$&');
    fc.assert(
      fc.property(marks, (text) => {
        expect(plain(text)).toBe(defined(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('takes a text of nothing but white space or digits', () => {
    for (const mark of [' ', '\n', '\t', '1']) {
      const text = `${mark.repeat(1_000_000)}x`;
      expect(plain(text)).toBe(text);
    }
  });
});

test('inline code and code blocks cannot be left by the text inside', () => {
  expect(inlineCode('a b')).toBe('`a b`');
  expect(inlineCode(' love')).toBe('``  love ``');
  expect(inlineCode('a`b')).toBe('`` a`b ``');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', 'a', '\n', ' ') }), (text) => {
      expect(inlineCode(text).slice(2, -2)).not.toContain('``');
      expect(codeBlock(text).slice(3, -3)).not.toContain('```');
    }),
  );
});

describe('modelMarkdown', () => {
  test('keeps emphasis, lists and code, and disarms links, mentions, headings and quotes', () => {
    expect(modelMarkdown('**yes** *and* `a[0]`\n- one\n1. two')).toBe('**yes** *and* `a[0]`\n- one\n1. two');
    expect(modelMarkdown('[click](https://evil.example)')).toBe('\\[click\\](https\\://evil.example)');
    expect(modelMarkdown('<@1> @everyone ||x||')).toBe('\\<\\@1> \\@everyone \\|\\|x\\|\\|');
    expect(modelMarkdown('# big\n-# small\n> said')).toBe('\\# big\n\\-# small\n\\> said');
  });

  test('makes no link of an address, whatever it is called, and none of an invitation; in code both stay as they are', () => {
    expect(modelMarkdown('see HTTPS://evil.example/x')).toBe('see HTTPS\\://evil.example/x');
    expect(modelMarkdown('discord.gg/abc Discord.com/invite/abc')).toBe('discord.gg\\/abc Discord.com\\/invite/abc');
    expect(modelMarkdown('`https://x.example discord.gg/abc`')).toBe('`https://x.example discord.gg/abc`');
  });

  test('escapes a heading after an empty line, and nothing on the empty line itself', () => {
    expect(modelMarkdown('a\n\n# b\n\n  > c')).toBe('a\n\n\\# b\n\n  \\> c');
  });

  test('a backtick that begins no code hides nothing from being escaped', () => {
    expect(modelMarkdown('\\`[click](https://evil.example)\\`')).toBe('\\`\\[click\\](https\\://evil.example)\\`');
    expect(modelMarkdown('`a\n[click](https://evil.example)`')).toBe('\\`a\n\\[click\\](https\\://evil.example)\\`');
    expect(modelMarkdown('``x`[y](z)``')).toBe('``x`[y](z)``');
    expect(modelMarkdown('```\n```[y](z)')).toBe('```\n```\\[y\\](z)');
  });

  test('what Discord reads as text is text, whatever it is taken for elsewhere', () => {
    // Discord begins the block with the first three of six backticks, and ends it with the last three.
    expect(modelMarkdown('``````js\n<@1>\n```\n# a')).toBe('```\n`\u200b`\u200b`js\n<@1>\n```\n\\# a');
    // The emphasis would end within the code, and what is left of it would be a mention.
    expect(modelMarkdown('**a `<@1>** b`')).toBe('\\*\\*a `<@1>** b`');
    expect(modelMarkdown('**a** `2 ** 3`')).toBe('**a** `2 ** 3`');
    // A list is read line by line.
    expect(modelMarkdown('- a ```x\n- b <@1>```')).toBe('- a \n```x\n- b <@1>\n```');
  });

  test('nothing that a model can write becomes more than emphasis, lists and code', () => {
    const marks = [
      '`',
      '``',
      '```',
      '**',
      '*',
      '_',
      '~~',
      '||',
      '<@123456789012345678>',
      '@everyone',
      '[a](https://b.example)',
    ];
    const unit = fc.constantFrom(
      ...marks,
      'https://b.example/',
      '\n',
      ' ',
      '- ',
      '1. ',
      '# ',
      '-# ',
      '> ',
      'a',
      '\\',
      'py\n',
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 14 }), fc.integer({ min: 20, max: 60 }), (parts, limit) => {
        const markdown = modelMarkdown(parts.join(''));
        expect(textFaults(markdown)).toEqual([]);
        expect(splitMarkdown(markdown, limit).flatMap(textFaults)).toEqual([]);
      }),
      { numRuns: 4000 },
    );
  });

  test('takes a long text of whatever could keep it busy', () => {
    for (const part of ['`', '```a\n', '\n', '```\n', '`a` ', '**`', '- ```'])
      modelMarkdown(`\`\`\`a${part.repeat(30_000)}x`);
  });

  test('closes a code block that a growing reply has left open, so that nothing after it turns into code', () => {
    expect(modelMarkdown('see\n```py\nprint(1)')).toBe('see\n```py\nprint(1)\n```');
    expect(modelMarkdown('```py\n<@1>\n```')).toBe('```py\n<@1>\n```');
  });
});

describe('splitMarkdown', () => {
  test('cuts at paragraphs and words, and closes and reopens a code block', () => {
    expect(splitMarkdown('one two three', 100)).toEqual(['one two three']);
    expect(splitMarkdown('first part here\n\nsecond part', 24)).toEqual(['first part here', 'second part']);
    const parts = splitMarkdown(`\`\`\`js\n${'line();\n'.repeat(10)}\`\`\``, 40);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      expect(part.startsWith('```js\n')).toBe(true);
      expect(part.endsWith('```')).toBe(true);
    }
  });

  test('comes to an end on a fence with a very long first line', () => {
    const parts = splitMarkdown(`\`\`\`${'x'.repeat(6000)}`, 100);
    expect(parts.join('').replace(/[^x]/g, '')).toHaveLength(6000);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(100);
  });

  test('takes away white space at its cuts only', () => {
    expect(splitMarkdown(`${'x'.repeat(30)} and on`, 24)).toEqual(['x'.repeat(20), `${'x'.repeat(10)} and on`]);
  });

  test('takes a text of fifty megabytes', () => {
    const letters = 50_000_000;
    const parts = splitMarkdown('x'.repeat(letters), 4000);
    expect(parts.reduce((sum, part) => sum + part.length, 0)).toBe(letters);
  });

  test('keeps every character but white space, within the limit, for any text', () => {
    const words = fc.string({
      unit: fc.constantFrom('a', 'é', '🙂', ' ', '\n', 'wörd ', '```'),
      maxLength: 400,
    });
    const withoutFences = (text: string) => text.replace(/[`\s]/g, '');
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 60 }), (text, limit) => {
        const parts = splitMarkdown(text, limit);
        expect(parts.map(withoutFences).join('')).toBe(withoutFences(text));
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit);
          expect(part.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
