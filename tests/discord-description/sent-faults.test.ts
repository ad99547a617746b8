import { expect, test } from 'vitest';
import { type SentRequest, sentFaults } from './sent-faults.js';

const CALLBACK = { method: 'POST', path: '/api/v10/interactions/1/token/callback' };
const EDIT = { method: 'PATCH', path: '/api/v10/webhooks/1/token/messages/@original' };
const FOLLOW_UP = { method: 'POST', path: '/api/v10/webhooks/1/token' };
const COMMANDS = { method: 'PUT', path: '/api/v10/applications/1/commands' };
const V2 = 1 << 15;

const text = (content: string) => ({ type: 10, content });
const row = (...components: object[]) => ({ type: 1, components });
const button = (custom: string) => ({ type: 2, style: 2, label: 'b', custom_id: custom });
const select = (custom: string) => ({ type: 3, custom_id: custom, options: [{ label: 'a', value: 'a' }] });
const respond = (data: object, type = 4) => ({ ...CALLBACK, body: { type, data } });
const show = (...components: object[]) => respond({ flags: V2, components });
const option = (name: string, more: object = {}) => ({ type: 3, name, description: 'd', ...more });
const command = (more: object = {}) => ({ name: 'draw', description: 'd', ...more });
const register = (...commands: object[]) => ({ ...COMMANDS, body: commands });

const faultsOf = (request: Omit<SentRequest, 'files'>, files: SentRequest['files'] = []) =>
  sentFaults([{ ...request, files }]).map((one) => (one as { fault: { path: string } }).fault.path);

test.each([
  ['a deferred response', { ...CALLBACK, body: { type: 5 } }],
  ['a message of the second version', show({ type: 17, components: [text('hi')] }, row(button('a'), button('b')))],
  [
    'a form',
    respond({ custom_id: 'f', title: 'F', components: [row({ type: 4, custom_id: 'i', style: 1, label: 'l' })] }, 9),
  ],
  ['an edit that empties a message', { ...EDIT, body: { components: [] } }],
  ['a follow-up', { ...FOLLOW_UP, body: { content: 'hi', flags: 64 } }],
  ['a command', register(command({ options: [option('text', { required: true }), option('size')] }))],
  ['permissions as digits', register(command({ default_member_permissions: '32' }))],
  ['what is no request of a reply', { method: 'GET', path: '/api/v10/users/@me', body: undefined }],
])('nothing is said against %s', (_, request) => {
  expect(faultsOf(request)).toEqual([]);
});

test.each([
  ['an unknown kind of response', respond({}, 77), '/type'],
  ['an empty message', respond({}), '/data/'],
  ['an empty follow-up', { ...FOLLOW_UP, body: {} }, '/'],
  ['a content that is too long', respond({ content: 'x'.repeat(2001) }), '/data/content'],
  [
    'a content beside components of the second version',
    respond({ flags: V2, content: 'x', components: [text('y')] }),
    '/data/content',
  ],
  ['a component that needs the flag', respond({ components: [text('y')] }), '/data/components/0'],
  ['too many components', show(...Array.from({ length: 41 }, () => text('x'))), '/data/components'],
  ['too much text', show(text('x'.repeat(2500)), text('x'.repeat(1501))), '/data/components'],
  ['a custom id that stands twice', show(row(button('a'), button('a'))), '/data/components/0/components/1/custom_id'],
  ['a row of a button and a select', show(row(button('a'), select('b'))), '/data/components/0'],
  ['a button without words', show(row({ type: 2, style: 2, custom_id: 'a' })), '/data/components/0/components/0'],
  [
    'a label that is too long',
    show(row({ ...button('a'), label: 'x'.repeat(81) })),
    '/data/components/0/components/0/label',
  ],
  ['an unknown component', show({ type: 99 }), '/data/components/0/type'],
  [
    'an embed that is too long',
    { ...FOLLOW_UP, body: { embeds: [1, 2].map(() => ({ description: 'x'.repeat(3001) })) } },
    '/embeds',
  ],
  [
    'users both listed and parsed',
    respond({ content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } }),
    '/data/allowed_mentions/users',
  ],
  ['an edit of a wrong type', { ...EDIT, body: { components: 'none' } }, '/components'],
  ['a command in upper case', register(command({ name: 'Draw' })), '/0/name'],
  ['a name that stands twice', register(command(), command()), '/1/name'],
  ['a slash command without description', register({ name: 'draw' }), '/0/description'],
  [
    'a required option behind another',
    register(command({ options: [option('a'), option('b', { required: true })] })),
    '/0/options/1',
  ],
  [
    'too many choices',
    register(
      command({
        options: [option('a', { choices: Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })) })],
      }),
    ),
    '/0/options/0/choices',
  ],
])('%s is a fault', (_, request, path) => {
  expect(faultsOf(request)).toContain(path);
});

test('a message of files alone is not empty', () => {
  expect(faultsOf(respond({}), [{ name: 'a.txt', type: 'text/plain', size: 1 }])).toEqual([]);
});
