import { createServer } from 'node:net';
import type { Config } from '../config.js';
import { openNetwork } from '../network/open-network.js';
import { doctorWords } from '../words/doctor.js';
import { checkDatabase } from './check-database.js';
import { checkDatabaseServer } from './check-database-server.js';
import { checkDiscord } from './check-discord.js';
import { checkModels, checkModeration } from './check-models.js';
import { checkPictures, checkTokenizer } from './check-parts.js';
import { type Finding, reasonOf } from './finding.js';

const words = doctorWords('en');

/**
 * Looks at all that a bot with these settings needs, one thing after another, and changes none of it.
 *
 * @param commands how many commands the bot has
 */
export async function* examine(config: Config, commands: number): AsyncGenerator<Finding> {
  const network = openNetwork(config.proxies ?? {});
  const checks: readonly (readonly [about: string, check: () => Finding[] | Promise<Finding | readonly Finding[]>])[] =
    [
      [words.about.database, () => checkDatabaseOf(config.databaseURL)],
      [words.about.pictures, checkPictures],
      [words.about.tokenizer, checkTokenizer],
      [words.about.discord, () => checkPlace(config, commands, network.fetch)],
      [words.about.model(config.model.name ?? ''), () => checkModels(config, network.fetch)],
      [words.about.moderation, () => checkModeration(config, network.fetch)],
    ];
  try {
    for (const [about, check] of checks) {
      try {
        yield* [await check()].flat();
      } catch (error) {
        yield { mark: 'trouble', about, sentence: words.unforeseen(reasonOf(error)) };
      }
    }
  } finally {
    await network.close();
  }
}

/** Where people meet the bot: Discord, or the playground where no token is set. */
async function checkPlace(config: Config, commands: number, fetcher: typeof fetch): Promise<Finding[]> {
  const { token, apiURL, shards, interactions } = config.discord;
  const hasGateway = interactions?.besideGateway ?? true;
  if (token !== undefined) return checkDiscord({ token, apiURL, fetch: fetcher, commands, shards, hasGateway });
  return [
    { mark: 'well', about: words.about.discord, sentence: words.discord.none },
    await checkPort(config.playgroundPort),
  ];
}

function checkPort(port: number): Promise<Finding> {
  const about = words.about.playground;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      const sentence = isTaken ? words.playground.taken(port) : words.playground.notOpened(port, reasonOf(error));
      resolve({ mark: isTaken ? 'note' : 'trouble', about, sentence });
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => resolve({ mark: 'well', about, sentence: words.playground.well(port) }));
    });
  });
}

function checkDatabaseOf(url: string): Finding[] | Promise<Finding[]> {
  return url.startsWith('file:') ? checkDatabase(url) : checkDatabaseServer(url);
}
