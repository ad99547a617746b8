import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { defineCommand } from '../../../../src/discord/command.js';
import type { Incoming } from '../../../../src/discord/router/incoming.js';
import { connectDiscord } from '../../../../src/discord/transport/connect.js';
import { openPlayground, type Playground } from '../../../../src/playground/open-playground.js';
import type { Person } from '../../../../src/playground/people/person.js';
import { FIRST_RESPONSE_MS } from '../../../builders/first-response.js';

/** A command that is reached in every way; what it does is not asked here. */
const ways = defineCommand({
  name: 'ways',
  description: 'Comes in every way',
  options: {
    text: { type: 'string', description: 'What', autocomplete: true, file: 'A file with it' },
  },
  run: async () => ({ blocks: [] }),
  messageMenu: { name: 'Ways', run: async () => ({ blocks: [] }) },
  autocomplete: { text: async () => [] },
});

const PRESSABLE = [
  {
    type: ComponentType.ActionRow as const,
    components: [
      { type: ComponentType.Button as const, custom_id: 'b', label: 'Press', style: ButtonStyle.Primary as const },
    ],
  },
  {
    type: ComponentType.ActionRow as const,
    components: [
      {
        type: ComponentType.StringSelect as const,
        custom_id: 's',
        placeholder: 'Choose',
        options: [
          { label: 'One', value: '1' },
          { label: 'Two', value: '2' },
        ],
      },
    ],
  },
];

const FORM = {
  custom_id: 'f',
  title: 'Form',
  components: [
    {
      type: ComponentType.Label as const,
      label: 'Say',
      component: { type: ComponentType.TextInput as const, custom_id: 't', style: 1 },
    },
  ],
};

/** Connects a bot that answers each interaction shortly, and notes what it was handed. */
async function connect(playground: Playground, overHTTP: boolean) {
  const handed: Incoming[] = [];
  const discord = await connectDiscord({
    apiURL: playground.apiURL,
    token: playground.botToken,
    commands: [ways],
    log: pino({ level: 'silent' }),
    ...(overHTTP ? { interactions: { port: 0, publicKey: undefined, besideGateway: false } } : {}),
    onIncoming(incoming) {
      if (incoming.kind === 'message') return;
      handed.push(incoming);
      if (incoming.kind === 'autocomplete') void incoming.respond.suggest(['a suggestion']);
      else if (incoming.kind === 'button') void incoming.respond.openForm(FORM as never);
      else void incoming.respond.refuse({ components: PRESSABLE, files: [] } as never);
    },
    onLost: () => {},
  });
  onTestFinished(() => discord.close());
  if (overHTTP) playground.deliverTo(`http://127.0.0.1:${discord.interactionsPort}/interactions`);
  await playground.waitForBot();
  return { discord, handed };
}

/** All that a person can do in a place. */
async function doAll(person: Person, place: string): Promise<void> {
  const file = person.attach({ name: 'a.txt', type: 'text/plain', bytes: new TextEncoder().encode('a text') }, place);
  const answer = await person.slash('ways', { text: 'a', file }, place).settled();
  expect(await person.autocomplete('ways', { text: 'b' }, 'text', place)).toMatchObject([{ name: 'a suggestion' }]);
  const modal = await person.press(answer.id, 'Press').modal();
  await person.submit(modal, { t: 'said' }).first();
  await person.select(answer.id, 'Choose', ['2']).first();
  const said = person.say(place, 'a message');
  await person.messageCommand('Ways', said.id).first();
  const asked = person.poll(place, { question: 'Which?', answers: ['this', 'that'] });
  await person.messageCommand('Ways', asked.id).first();
}

/** What was handed on, without what is new each time. */
function facts(handed: readonly Incoming[]): unknown[] {
  return handed.map(({ id: _, respond, ...more }) => {
    const { whereabouts } = respond as { whereabouts?: { botId: string; channelId: string } };
    const text = JSON.stringify({ ...more, bot: whereabouts?.botId, in: whereabouts?.channelId });
    return JSON.parse(text.replaceAll(/"(messageId|value)":"\d{17,}"|"(url)":"[^"]*"/g, '"$1$2":"one"'));
  });
}

test('what comes over HTTP, without a gateway, is handed on as what comes over the gateway', async () => {
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  onTestFinished(() => playground.close());
  const general = playground.channels[0]?.id ?? '';
  const boss = playground.join('Boss', { manages: true });
  const person = playground.join('Ann', { locale: 'de' });
  const places = (who: Person) => [
    general,
    who.startThread({ channelId: general }, 'A thread'),
    who.dmId,
    who.privateId,
    playground.elsewhereId,
  ];
  const deeds = [boss, person].flatMap((who) => places(who).map((place) => ({ who, place })));

  const overGateway = await connect(playground, false);
  for (const { who, place } of deeds) await doAll(who, place);
  await overGateway.discord.close();
  const overHTTP = await connect(playground, true);
  expect(playground.isBotOnline()).toBe(true);
  for (const { who, place } of deeds) await doAll(who, place);

  expect(overHTTP.handed).toHaveLength(7 * deeds.length);
  expect(facts(overHTTP.handed)).toEqual(facts(overGateway.handed));
  // And it is known of each place what there is to know.
  const seen = facts(overHTTP.handed) as { kind: string; channel: object; server?: object; text?: string }[];
  expect(seen.filter(({ channel }) => 'within' in channel)).toHaveLength(14);
  expect(seen.filter(({ server }) => server !== undefined)).toHaveLength(42);
  expect(seen.filter(({ text }) => text?.includes('Which?'))).toHaveLength(10);
  expect(overHTTP.discord).toMatchObject({
    tag: overGateway.discord.tag,
    botId: overGateway.discord.botId,
    inviteLink: overGateway.discord.inviteLink,
  });
});

test.each([
  ['token', { token: 'a.b.c' }, /does not accept DISCORD_TOKEN/],
  ['public key', { publicKey: 'ab'.repeat(32) }, /DISCORD_PUBLIC_KEY is not the key of the application/],
])('a wrong %s is said at the start', async (_, wrong: { token?: string; publicKey?: string }, words) => {
  const playground = await openPlayground();
  onTestFinished(() => playground.close());
  const error: unknown = await connectDiscord({
    apiURL: playground.apiURL,
    token: wrong.token ?? playground.botToken,
    commands: [],
    log: pino({ level: 'silent' }),
    interactions: { port: 0, publicKey: wrong.publicKey, besideGateway: false },
    onIncoming: () => {},
    onLost: () => {},
  }).catch((reason: unknown) => reason);
  expect(String(error)).toMatch(words);
});
