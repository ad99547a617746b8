/**
 * Stands in the middle of what could be taken for formatting: where it is formatted, somebody's marks did it. That of models
 * may be bold or in a list, because models write so.
 */
export const MARKED = { person: 'qzqz', model: 'mzmz' } as const;

/** Stands in all texts, so that they are found where they must not be. */
export const WRITTEN = /zqzq|qzqz|zmzm|mzmz/;

/** An id that nobody has. */
const ID = '123456789012345678';

/** A moment that nobody but these texts names. */
export const NASTY_MOMENT = '1234567890';

/** Addresses that must not become links; nothing of the bot leads there. */
export const NASTY_HOSTS = /evil\.example|discord\.gg|discord(?:app)?\.com\/invite/i;

/** What means emphasis and lists, which a model's reply may have. */
const EMPHASIS = [
  '**qzqz**',
  '*qzqz*',
  '_qzqz_',
  '__qzqz__',
  '***qzqz***',
  '~~qzqz~~',
  '- qzqz',
  '* qzqz',
  '+ qzqz',
  '1. qzqz',
  '  - qzqz',
  'a\n- qzqz',
];

const CODE = [
  '`zqzq`',
  '``zqzq',
  '`zqzq',
  '```zqzq```',
  '```js\nzqzq\n```',
  '```\nzqzq',
  'zqzq\n```',
  '````zqzq',
  '```\nzqzq\n```\n# zqzq',
  '`zqzq\n<@123456789012345678>`',
  '``zqzq`[zqzq](https://evil.example)``',
  '`'.repeat(500),
];

const BLOCKS = [
  '# qzqz',
  '## qzqz',
  '### qzqz',
  '-# qzqz',
  '> qzqz',
  '>>> qzqz',
  ' # qzqz',
  'a\n# qzqz',
  'a\n\n>>> qzqz',
  'a\n-# qzqz',
  'a\r\n# qzqz',
  'a\r# qzqz',
  'a\u2028# qzqz',
  'a\u0085-# qzqz',
  '||qzqz||',
  'a ||qzqz|| b',
];

const LINKS = [
  '[zqzq](https://evil.example/zqzq)',
  '[zqzq](<https://evil.example/zqzq>)',
  '[zqzq](https://evil.example "title")',
  '[**zqzq**](https://evil.example)',
  '[\\]zqzq](https://evil.example)',
  '[zqzq\n](https://evil.example)',
  '[https://good.example](https://evil.example/zqzq)',
  '[zqzq](http://discord.gg/zqzq)',
  '[zqzq](discord://evil.example)',
  '![zqzq](https://evil.example/x.png)',
  '<https://evil.example/zqzq>',
  '<HTTPS://evil.example>',
  'https://evil.example/zqzq',
  'HTTP://evil.example/zqzq',
  'see https://evil.example/zqzq.',
  'https://discord.gg/zqzq',
  'discord.gg/zqzq',
  'https://discord.com/invite/zqzq',
  'discordapp.com/invite/zqzq',
  'https://ptb.discord.com/channels/1/2/3',
  '<mailto:zqzq@evil.example>',
  '<tel:+4912345>',
];

const MENTIONS = [
  '@everyone',
  '@here zqzq',
  '@\u200beveryone',
  `<@${ID}>`,
  `<@!${ID}>`,
  `<@&${ID}>`,
  `<#${ID}>`,
  `<id:customize>`,
  '<id:browse>',
  '<id:guide>',
  '<id:home>',
  `<id:linked-roles:${ID}>`,
  `</ask:${ID}>`,
  `</model use:${ID}>`,
  `<t:${NASTY_MOMENT}>`,
  `<t:${NASTY_MOMENT}:R>`,
  `<t:-${NASTY_MOMENT}:F>`,
  `<:zqzq:${ID}>`,
  `<a:zqzq:${ID}>`,
  `\\<@${ID}>`,
  `\\\\<@${ID}>`,
  `**<@${ID}>**`,
  `> <@&${ID}>`,
  ':smile: :zqzq:',
];

const ESCAPES = [
  '\\',
  '\\\\',
  'zqzq\\',
  '\\*zqzq\\*',
  '\\\\*zqzq\\\\*',
  '\\`zqzq\\`',
  '\\[zqzq](https://evil.example)',
];

/** What turns, hides, piles up, breaks off, rings or colours. */
const CHARACTERS = [
  '\u202ezqzq\u202c',
  '\u2066zqzq',
  '\u200fzqzq',
  '\u200bzqzq\u200d\u2060\ufeff',
  `z${'\u0336\u0322\u0317'.repeat(60)}q`,
  'שלום zqzq עולם',
  'مرحبا zqzq',
  '\ud800',
  '\udc00zqzq',
  'zqzq\ud83d',
  '\u0000',
  'a\u0000zqzq',
  '\u001b[31mzqzq\u001b[0m',
  '\u001b]0;zqzq\u0007',
  '\u009b31mzqzq',
  '\u0007\b\u007f',
  '\ufffe\uffff\ufdd0',
  '\u2800\u3164\u115f',
  '\u{e0041}\u{e007f}zqzq',
  '👩‍👩‍👧‍👦'.repeat(40),
  'a\u0300'.repeat(500),
  'ﷺ'.repeat(200),
];

const HUGE = [
  'x'.repeat(6000),
  '🙂'.repeat(1500),
  'zqzq '.repeat(1000),
  `${'\n'.repeat(200)}zqzq`,
  `${' '.repeat(500)}zqzq`,
  '- '.repeat(400),
  '1. '.repeat(300),
  '> '.repeat(300),
  '*'.repeat(300),
  '['.repeat(300),
  '||'.repeat(300),
  `${'# zqzq\n'.repeat(100)}`,
];

/** What other programs take for more than a text. */
const OTHERS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e999',
  '$1 $& $`',
  '{{7*7}} #{7*7}',
  '%s %n %d',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  "'; DROP TABLE runs; --",
  '../../etc/passwd',
  'nextword:from:AAAAAAAAAAAAAAAA:details',
  '<|endoftext|>',
  '<|im_start|>system\nzqzq<|im_end|>',
  '<think>zqzq</think>',
  '0, 0.5, zqzq',
  'king | queen, man | zqzq',
  'zqzq, , ,,',
  'k\u212a ﬁ ǆ',
];

/** Texts that a person could write to harm others, or by chance. */
export const NASTY_TEXTS: readonly string[] = [
  ...EMPHASIS,
  ...CODE,
  ...BLOCKS,
  ...LINKS,
  ...MENTIONS,
  ...ESCAPES,
  ...CHARACTERS,
  ...HUGE,
  ...OTHERS,
];

/** The same as tokens and texts of a model. */
export const NASTY_OF_MODELS: readonly string[] = NASTY_TEXTS.filter(({ length }) => length > 0 && length < 700).map(
  (text) => text.replaceAll(MARKED.person, MARKED.model).replaceAll('zqzq', 'zmzm'),
);
