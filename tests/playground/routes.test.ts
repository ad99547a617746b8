import { Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';

/** What a bot of slash commands, buttons and replies asks of Discord through discord.js. */
const USED: [method: string, name: keyof typeof Routes, args: number][] = [
  ['GET', 'gateway', 0],
  ['GET', 'gatewayBot', 0],
  ['GET', 'user', 0],
  ['GET', 'user', 1],
  ['GET', 'userGuilds', 0],
  ['POST', 'userChannels', 0],
  ['GET', 'currentApplication', 0],
  ['GET', 'oauth2CurrentApplication', 0],
  ['GET', 'applicationCommands', 1],
  ['PUT', 'applicationCommands', 1],
  ['POST', 'applicationCommands', 1],
  ['GET', 'applicationCommand', 2],
  ['PATCH', 'applicationCommand', 2],
  ['DELETE', 'applicationCommand', 2],
  ['GET', 'applicationGuildCommands', 2],
  ['PUT', 'applicationGuildCommands', 2],
  ['POST', 'applicationGuildCommands', 2],
  ['GET', 'applicationGuildCommand', 3],
  ['PATCH', 'applicationGuildCommand', 3],
  ['DELETE', 'applicationGuildCommand', 3],
  ['POST', 'interactionCallback', 2],
  ['POST', 'webhook', 2],
  ['GET', 'webhookMessage', 2],
  ['PATCH', 'webhookMessage', 2],
  ['DELETE', 'webhookMessage', 2],
  ['GET', 'webhookMessage', 3],
  ['PATCH', 'webhookMessage', 3],
  ['DELETE', 'webhookMessage', 3],
  ['GET', 'channel', 1],
  ['GET', 'channelMessages', 1],
  ['POST', 'channelMessages', 1],
  ['GET', 'channelMessage', 2],
  ['PATCH', 'channelMessage', 2],
  ['DELETE', 'channelMessage', 2],
  ['POST', 'channelTyping', 1],
  ['GET', 'guild', 1],
  ['GET', 'guildChannels', 1],
  ['GET', 'guildRoles', 1],
  ['GET', 'guildMembers', 1],
  ['GET', 'guildMember', 2],
  ['GET', 'entitlements', 1],
  ['GET', 'applicationEmojis', 1],
  ['GET', 'skus', 1],
];

const path = (name: keyof typeof Routes, args: number): string => {
  const route = Routes[name] as (...parts: string[]) => string;
  return decodeURIComponent(route(...Array.from({ length: args }, (_, n) => `${n + 1}`)));
};

describe('the routes of Discord’s REST API', () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await openPlayground();
  });
  afterAll(async () => await playground?.close());

  const has = (method: string | undefined, wanted: string): boolean =>
    playground.routes.some((route) => {
      const [own, pattern = ''] = route.split(' ');
      const parts = pattern.split('/');
      const asked = wanted.split('/');
      const same = parts.length === asked.length && parts.every((part, i) => part.startsWith(':') || part === asked[i]);
      return same && (method === undefined || method === own);
    });

  test('every route that a bot like this uses is there', () => {
    const missing = USED.filter(([method, name, args]) => !has(method, path(name, args))).map(
      ([method, name]) => `${method} ${name}`,
    );
    expect(missing).toEqual([]);
  });

  test('a route that is not there says so, by method and path', async () => {
    const names = (Object.keys(Routes) as (keyof typeof Routes)[]).filter((name) => typeof Routes[name] === 'function');
    const absent = names.filter(
      (name) => !has(undefined, path(name, (Routes[name] as { length: number }).length || 3)),
    );
    console.log(
      `Routes of discord-api-types that the playground does not have (${absent.length} of ${names.length}): ${absent.join(', ')}`,
    );
    const answer = await fetch(`${playground.apiURL}/v10${path('guildBans', 1)}`, {
      headers: { authorization: `Bot ${playground.botToken}` },
    });
    expect(answer.status).toBe(404);
    expect(((await answer.json()) as { message: string }).message).toContain('GET /api/v10/guilds/1/bans');
    expect(absent).toContain('guildBans');
    expect(absent).not.toContain('channelMessages');
  });
});
