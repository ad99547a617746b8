import { AsyncLocalStorage } from 'node:async_hooks';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, Events } from 'discord.js';
import type { Logger } from 'pino';
import { commands } from '../commands/index.js';
import { openCharts } from './charts/open-charts.js';
import { type Config, ConfigError, loadConfig } from './config.js';
import { createClient, inviteLink } from './discord/client.js';
import { createLimits } from './discord/limits.js';
import { registerCommands } from './discord/registration.js';
import { createRouter, type Router } from './discord/router.js';
import { UserError } from './errors.js';
import { installLastResort, traceOf } from './last-resort.js';
import { createLog } from './log.js';
import type { LanguageModel } from './model/language-model.js';
import { openModel } from './model/open-model.js';
import { openPlayground, type Playground } from './playground/open-playground.js';
import { notedFetch } from './playground/page/noted-fetch.js';
import type { Suggestion } from './playground/page/server-frames.js';
import type { Services } from './services.js';
import { openStorage } from './storage/open-storage.js';
import { openTinyModel } from './tiny-model/open-tiny-model.js';
import { openTokenizer } from './tokens/tokenizer.js';

/** The running bot. */
export interface Tokenscope {
  /** One line: what it is connected to, and where to go next. */
  readonly greeting: string;
  /** The embedded Discord, where no token was given. */
  readonly playground: Playground | undefined;
  /** Takes no new runs, lets those under way finish, and closes everything. */
  close(): Promise<void>;
  /** Ends the runs under way; `close` then has nothing to wait for. */
  abort(): void;
}

/** Whose interaction is being answered: what the model is asked for it shows in that person's drawer alone. */
const answering = new AsyncLocalStorage<string>();

/** Asks for itself: its questions are in nobody's drawer. */
const NOBODY = 'nobody';

/** What the playground's page offers to try with one click: a way through the lesson, each with a text that shows something. */
const PLAYGROUND_SUGGESTIONS: readonly Suggestion[] = [
  {
    label: 'See a text as the tokens a model reads',
    command: 'tokenize',
    options: { text: 'Tokenization is unbelievably fun, naïve café 🦦!' },
  },
  {
    label: 'See how likely each next word is',
    command: 'nextword',
    options: { prompt: 'The capital of France is' },
  },
  {
    label: 'See what temperature does to that',
    command: 'temperature',
    options: { prompt: 'The capital of France is' },
  },
  { label: 'Watch a text being written, word by word', command: 'generate', options: { prompt: 'Once upon a time' } },
  {
    label: 'See what surprises the model',
    command: 'surprise',
    options: { text: 'The capital of France is pizza, and its king is a very small dog.' },
  },
  { label: 'Ask the model something', command: 'ask', options: { question: 'Why is the sky blue?' } },
];

/**
 * Starts everything that the configuration asks for; rejects with a `UserError` when something cannot start.
 *
 * @param onLost told when Discord has closed the connection for good, so that there is nothing left to run for
 */
export async function startTokenscope(
  config: Config,
  log: Logger,
  onLost: (sentence: string) => void = (sentence) => log.error(sentence),
): Promise<Tokenscope> {
  const closers: (() => Promise<unknown>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) {
      await close().catch((error: unknown) => log.warn({ err: error }, 'a part did not close'));
    }
  };
  const opened = <T extends { close(): unknown }>(part: T): T => {
    closers.push(async () => part.close());
    return part;
  };

  try {
    const storage = opened(await openStorage({ url: config.databaseURL, log }));
    const charts = opened(openCharts());
    const tokenizer = opened(openTokenizer());
    // The model is connected before the playground that shows what it is asked.
    let shownIn: Playground | undefined;
    const askModel = notedFetch((entry) => shownIn?.note({ ...entry, personId: answering.getStore() }));
    const model = opened(await connectModel(config, opened, config.discord.token === undefined ? askModel : fetch));
    const services: Services = { model, tokenizer, charts, runs: storage.runs, channels: storage.channels };

    const playground =
      config.discord.token === undefined ? opened(await startPlayground(config.playgroundPort)) : undefined;
    shownIn = playground;
    const router = createRouter({
      commands,
      services,
      limits: createLimits({ atOnce: 4, perMinute: 40, now: () => performance.now() }),
      log,
    });
    const client = await connectDiscord(config, playground, router, log, onLost);
    closers.push(() => client.destroy());
    closers.push(() => router.drain());
    // The tiny model is known; it is asked when somebody wants to see it, and the start stays quick.
    if (!model.endpoint.tiny) void answering.run(NOBODY, () => probeModel(model, log));

    return {
      greeting: greet(client, playground, model.endpoint.tiny ? 'the embedded tiny model' : model.endpoint.label),
      playground,
      close: closeAll,
      abort: () => router.abort(),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Finds out what the default model can do before somebody asks; a failure is told by whichever command meets it. */
async function probeModel(model: LanguageModel, log: Logger): Promise<void> {
  try {
    const { model: name, completions, chat, scale, scoring, tokenizer, failures } = await model.capabilities();
    const listed = { completions: completions.listed, chat: chat.listed };
    log.info({ model: name, listed, scale, scoring, tokenizer, failures }, 'the model was probed');
  } catch (error) {
    const why = error instanceof UserError ? error.message : undefined;
    log.warn({ err: error, why }, 'the model could not be probed');
  }
}

async function startPlayground(port: number): Promise<Playground> {
  try {
    return await openPlayground({ port, suggestions: PLAYGROUND_SUGGESTIONS });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The playground cannot start: ${reason} PLAYGROUND_PORT sets the port.`, { cause: error });
  }
}

async function connectModel(
  config: Config,
  opened: <T extends { close(): unknown }>(part: T) => T,
  fetcher: typeof fetch,
) {
  const { baseURL, apiKey, defaultModel } = config.model;
  if (baseURL !== undefined) return openModel({ baseURL, apiKey, defaultModel, fetch: fetcher });
  const tiny = opened(await openTinyModel());
  return openModel({ baseURL: tiny.baseURL, defaultModel, label: 'embedded tiny model', tiny: true, fetch: fetcher });
}

async function connectDiscord(
  config: Config,
  playground: Playground | undefined,
  router: Router,
  log: Logger,
  onLost: (sentence: string) => void,
): Promise<Client<true>> {
  let failStart: (error: unknown) => void = () => undefined;
  const unreadable = new Promise<never>((_, fail) => {
    failStart = fail;
  });
  unreadable.catch(() => undefined);
  const client = createClient(playground?.apiURL ?? config.discord.apiURL, (error, event) => {
    log.error({ fault: traceOf(error), event }, 'what came over the gateway could not be read');
    if (event === 'READY') failStart(new UserError('its first event cannot be read', { cause: error }));
  });
  client.on(Events.InteractionCreate, (interaction) =>
    answering.run(interaction.user.id, () => void router.handle(interaction)),
  );
  client.on(Events.Error, (error) => log.error({ err: error }, 'the Discord client reports an error'));
  client.on(Events.Warn, (message) => log.warn(message));
  client.on(Events.ShardDisconnect, ({ code }) => onLost(whyLost(code)));
  client.on(Events.Invalidated, () => onLost(whyLost(undefined)));
  try {
    const ready = new Promise<Client<true>>((done) => client.once(Events.ClientReady, done));
    const login = client.login(playground?.botToken ?? config.discord.token);
    const [bot] = await Promise.race([Promise.all([ready, login]), unreadable]);
    const sent = await registerCommands(bot.rest, bot.application.id, commands);
    log.info({ commands: commands.length, sent }, sent ? 'commands registered' : 'commands were registered already');
    return bot;
  } catch (error) {
    await client.destroy();
    throw new UserError(whyNoLogin(error, config), { cause: error });
  }
}

function whyNoLogin(error: unknown, { discord }: Config): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const where = discord.apiURL ?? 'Discord';
  if (code === 'TokenInvalid' || code === 401) {
    return `${where} does not accept DISCORD_TOKEN. Copy it again from the developer portal (page Bot, Reset Token), or leave it out to use the playground.`;
  }
  const reason = error instanceof Error ? error.message : String(error);
  return `The bot cannot log in at ${where}: ${reason}. Check the network and DISCORD_API_URL.`;
}

/** Close codes after which Discord takes no new connection: https://discord.com/developers/docs/topics/opcodes-and-status-codes */
function whyLost(code: number | undefined): string {
  const reason =
    code === 4004
      ? 'DISCORD_TOKEN is no longer valid. Copy the new one from the developer portal (page Bot)'
      : 'Start the bot again';
  return `Discord has closed the connection for good${code === undefined ? '' : ` (code ${code})`}. ${reason}.`;
}

function greet(client: Client<true>, playground: Playground | undefined, model: string): string {
  const start = `Tokenscope speaks for ${model}`;
  return playground === undefined
    ? `${start} and is on Discord as ${client.user.tag}. Invite it: ${inviteLink(client.application.id)}`
    : `${start} and is in the playground: open ${playground.origin}`;
}

/** Runs until SIGINT or SIGTERM, which let the replies under way finish; a second one stops at once. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLog(config.logLevel);
  const hasStarted = installLastResort(log);
  let tokenscope: Tokenscope | undefined;
  let stopping = false;

  function stop(why: string): void {
    if (stopping || tokenscope === undefined) {
      tokenscope?.abort();
      process.exitCode ??= 130;
      // The replies that were ended get a second to say so.
      setTimeout(() => process.exit(), tokenscope === undefined ? 0 : 1000);
      return;
    }
    stopping = true;
    log.info({ why }, 'finishing the replies under way; once more to stop at once');
    void tokenscope.close().then(() => process.exit());
  }
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  tokenscope = await startTokenscope(config, log, (sentence) => {
    process.stderr.write(`${sentence}\n`);
    process.exitCode = 1;
    stop('the connection is lost');
  });
  hasStarted();
  process.stdout.write(`${tokenscope.greeting}\n`);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    const lines =
      error instanceof ConfigError ? ['Tokenscope cannot start:', ...error.problems.map((one) => `- ${one}`)] : [];
    const other =
      error instanceof UserError
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    process.stderr.write(`${(lines.length > 0 ? lines : [other]).join('\n')}\n`);
    process.exit(1);
  });
}
