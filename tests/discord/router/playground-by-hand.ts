import type { APIInteraction, APIMessage, APIModalSubmitInteraction } from 'discord-api-types/v10';
import type { Command } from '../../../src/discord/command.js';
import type { OutgoingMessage } from '../../../src/discord/present/present.js';
import { commandRegistrations } from '../../../src/discord/registration.js';
import type { Incoming, PressResponder, Suggester } from '../../../src/discord/router/incoming.js';
import { messageText } from '../../../src/discord/transport/message-text.js';
import { UserError } from '../../../src/errors.js';
import type { Playground } from '../../../src/playground/open-playground.js';

const PRIVATE = 64;

/** Registers commands and hands every interaction of a playground to a router, over plain HTTP and without a client. */
export async function playByHand(
  playground: Playground,
  commands: readonly Command[],
  handle: (incoming: Incoming) => Promise<void>,
): Promise<void> {
  const { applicationId, botToken } = playground;
  const api = async (method: string, path: string, body: unknown): Promise<unknown> => {
    const headers = { authorization: `Bot ${botToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${playground.apiURL}/v10${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  await api('PUT', `/applications/${applicationId}/commands`, commandRegistrations(commands));
  playground.events.on('interaction-created', ({ payload }) => {
    void handle(read(payload, respondTo(payload, api)));
  });
}

type Api = (method: string, path: string, body: unknown) => Promise<unknown>;

function respondTo({ id, token, application_id, channel }: APIInteraction, api: Api): PressResponder & Suggester {
  const first = async (type: number, data?: unknown): Promise<void> => {
    await api('POST', `/interactions/${id}/${token}/callback`, { type, data });
  };
  const hook = `/webhooks/${application_id}/${token}`;
  let shown: string | undefined;
  const edit = async (message: OutgoingMessage): Promise<void> => {
    const { id: messageId } = (await api('PATCH', `${hook}/messages/@original`, bodyOf(message))) as APIMessage;
    shown = messageId;
  };
  const post = (flags: number) => async (message: OutgoingMessage) =>
    void (await api('POST', hook, bodyOf(message, flags)));
  return {
    refuse: (message) => first(4, bodyOf(message, PRIVATE)),
    leave: () => first(6),
    shown: () => [],
    recent: async () => [],
    whereabouts: { kind: 'interaction', botId: application_id, channelId: channel?.id ?? '', token },
    openForm: (form) => first(9, form),
    suggest: (suggestions) => first(8, { choices: suggestions.map((name) => ({ name, value: name })) }),
    async acknowledge(destination) {
      const flags = destination === 'private' ? PRIVATE : 0;
      await (destination === 'update' ? first(6) : first(5, { flags }));
      const ownMessage = destination !== 'update';
      const takeBack = async () => void (await api('DELETE', `${hook}/messages/@original`, undefined));
      return {
        takeBack,
        edit,
        grow: edit,
        follow: post(flags),
        whisper: post(PRIVATE),
        ownMessage,
        messageId: () => shown,
        openThread: async () => {
          throw new UserError('no-thread');
        },
      };
    },
  };
}

function bodyOf({ components, flags, files }: OutgoingMessage, more = 0): object {
  if (files.length > 0) throw new Error('what is sent by hand has no files');
  return { components, flags: flags | more };
}

/** The facts of an event that is known to be well formed. */
function read(payload: APIInteraction, respond: PressResponder & Suggester): Incoming {
  const user = payload.member?.user ?? payload.user;
  if (user === undefined) throw new Error('somebody asks');
  const arrived = {
    id: payload.id,
    user: { id: user.id, name: user.global_name ?? user.username },
    locale: 'locale' in payload ? payload.locale : 'en-US',
    channel: { id: payload.channel?.id ?? user.id, mayManage: false },
    respond,
  };
  switch (payload.type) {
    case 2: {
      const { data } = payload;
      if (data.type === 1) return { ...arrived, kind: 'slash', command: data.name, options: data.options ?? [] };
      if (data.type !== 3) break;
      const message = data.resolved.messages[data.target_id];
      return { ...arrived, kind: 'message-menu', command: data.name, text: message && messageText(message) };
    }
    case 3: {
      const { data, message } = payload;
      const on = { ...arrived, customId: data.custom_id, messageId: message.id };
      if (data.component_type === 2) return { ...on, kind: 'button' };
      return { ...on, kind: 'choice', choices: data.values, offered: undefined };
    }
    case 4: {
      const { name, options } = payload.data;
      const focused = options.find((one) => 'focused' in one && one.focused);
      const typed = focused !== undefined && 'value' in focused ? String(focused.value) : '';
      return { ...arrived, kind: 'autocomplete', command: name, option: focused?.name ?? '', typed };
    }
    case 5: {
      const { data, message } = payload;
      return { ...arrived, kind: 'form', customId: data.custom_id, messageId: message?.id, fields: fieldsOf(data) };
    }
  }
  throw new Error(`no command has an interaction of type ${payload.type}`);
}

function fieldsOf({ components }: APIModalSubmitInteraction['data']) {
  return components.flatMap((one) => {
    const field = 'component' in one ? one.component : undefined;
    return field !== undefined && 'value' in field ? [{ id: field.custom_id, value: field.value }] : [];
  });
}
