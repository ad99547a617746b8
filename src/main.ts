import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { commands } from '../commands/index.js';
import { playgroundPreviews } from '../commands/previews.js';
import { introduction } from '../commands/words.js';
import { openCharts } from './charts/open-charts.js';
import { type Config, loadConfig } from './config.js';
import { drawReply } from './discord/present/draw-reply.js';
import { whoAsks } from './discord/router/incoming.js';
import { createJournal } from './discord/router/journal.js';
import { createLeftRuns } from './discord/router/left-runs.js';
import { createRouter, type Router } from './discord/router/router.js';
import type { DiscordConnection } from './discord/transport/gateway/connect.js';
import { connectSocketsThrough } from './discord/transport/gateway/proxied-sockets.js';
import type { Fact } from './domain/fact.js';
import type { LanguageModel } from './domain/language-model.js';
import type { WhoAsks } from './domain/who-asks.js';
import { endsWithin } from './ends-within.js';
import { UserError } from './errors.js';
import { createFact, sentenceOf } from './facts.js';
import { createHashedNames } from './hashed-name.js';
import { installLastResort } from './last-resort.js';
import { DEFAULT_LIMITS } from './limits/limit-settings.js';
import { openLimits } from './limits/open-limits.js';
import { openLineOutput } from './line-output.js';
import { createLog, secretsOf, tellLostLines } from './log.js';
import { createLine } from './model/line/line.js';
import { type ModelOptions, openModel } from './model/open-model.js';
import { openEndpoints } from './model/several/open-endpoints.js';
import { spellingsOf } from './model/wire/secret-spellings.js';
import { createAnswerCheck } from './moderation/check-answers.js';
import { openModeration } from './moderation/open-moderation.js';
import { openNetwork } from './network/open-network.js';
import { openBrowser } from './open-browser.js';
import { openLater } from './opened-later.js';
import { createParts, type Parts } from './parts.js';
import { codeAsText } from './playground/class/classroom.js';
import { openPlayground, type Playground } from './playground/open-playground.js';
import { notedFetch } from './playground/page/noted-fetch.js';
import type { Note } from './playground/page/wire-log.js';
import { runProcess } from './process-life.js';
import { repeatedly } from './repeatedly.js';
import { createSeals } from './seals.js';
import type { Services } from './services.js';
import { openStorage } from './storage/open-storage.js';
import { openTinyModel } from './tiny-model/open-tiny-model.js';
import { openTokenizer } from './tokens/tokenizer.js';
import { names } from './words/notices/names.js';
import { operatorWords } from './words/operator.js';

/** The running bot. */
export interface Tokenscope {
  /** One line: what it is connected to, and where to go next. */
  readonly greeting: string;
  /** The embedded Discord, where no token was given. */
  readonly playground: Playground | undefined;
  /** Takes no new runs, lets those under way finish for as long as the configuration says, and closes everything. */
  close(): Promise<void>;
  /** Ends the runs under way; `close` then has nothing to wait for. */
  abort(): void;
}

/** Stands for the bot itself: what it asks is in nobody's drawer. */
const NOBODY = 'nobody';

/**
 * Whose interaction is being answered: what the model is asked for it shows in that person's drawer alone, waits in line with
 * what they asked, and counts for them. `NOBODY`: the bot asks for itself.
 */
const answering = new AsyncLocalStorage<WhoAsks | typeof NOBODY>();

/** What people are told when the tiny model does not answer. */
const TINY_MODEL_AWAY = {
  answering: createFact('tiny-model-broke-off'),
  restarting: createFact('tiny-model-restarts'),
  stopped: createFact('tiny-model-stopped'),
} as const;

/** How long the replies that are ended have to say so, in milliseconds. */
const LAST_WORDS_MS = 2000;

/** So often it is looked for what another process has left, in milliseconds. */
const LOOK_MS = 10_000;

/** What the custom ids of the buttons begin with that only who leads a lesson uses. */
const LEADER_PREFIX = 'lesson:lead-';

/** The repository, from this file; built, it is one folder deeper. */
const ROOT = import.meta.url.endsWith('.js') ? '../../' : '../';

export interface StartOptions {
  /** Told when Discord has closed the connection for good, so that there is nothing left to run for; the log by default. */
  readonly onLost?: (why: Fact) => void;
  /** Draws pictures for the page's light theme as well, where the playground runs; by default in one theme alone. */
  readonly bothThemes?: boolean;
  /** Makes what the tiny model draws repeat; by default nobody can foretell it. */
  readonly tinyModelSeed?: number;
  /** Another way to the same model, for tests that keep it trained. */
  readonly openTinyModel?: typeof openTinyModel;
}

/** Starts everything that the configuration asks for; rejects with a `UserError` when something cannot start. */
export async function startTokenscope(config: Config, log: Logger, options: StartOptions = {}): Promise<Tokenscope> {
  const { onLost = (why) => log.error(sentenceOf(why, 'en')) } = options;
  const parts = createParts(log);
  try {
    const { databaseURL: url, retentionDays } = config;
    const storage = parts.opened('storage', await openStorage({ url, log, ...(retentionDays && { retentionDays }) }));
    const charts = parts.opened('charts', openCharts({ log }));
    const tokenizer = parts.opened('tokenizer', openTokenizer({ log }));
    // The model is connected before the playground that shows what it is asked.
    let shownIn: Playground | undefined;
    const whoIsAnswered = () => {
      const who = answering.getStore();
      return who === NOBODY ? undefined : who;
    };
    const note = (entry: Note) => {
      const personId = answering.getStore() === NOBODY ? NOBODY : whoIsAnswered()?.personId;
      shownIn?.note({ ...entry, personId });
    };
    const network = parts.opened('network', openNetwork(config.proxies ?? {}));
    const askModel = notedFetch(note, spellingsOf(secretsOf(config)), network.fetch);
    const fetcher = config.discord.token === undefined ? askModel : network.fetch;
    const hashedName = createHashedNames(config.discord.token);
    const limits = parts.opened(
      'limits',
      openLimits({ ...DEFAULT_LIMITS, ...config.limits, ...storage, hashed: hashedName, log }),
    );
    const asking = {
      userName: () => {
        const who = whoIsAnswered();
        return who === undefined ? undefined : hashedName(who.personId);
      },
      whoAsks: whoIsAnswered,
      line: createLine(config.modelRequestsAtOnce),
      meter: limits.meter,
    };
    const { model, inside, embedded } = await connectModels(config, parts, { log, fetcher, options, asking });
    const moderation = config.moderation && openModeration({ ...config.moderation, fetch: network.fetch, log });
    const { runs, channels, settings, people } = storage;
    const services: Services = {
      ...{ model, inside, embedded, tokenizer, charts, runs, channels, settings, people },
      moderation: config.moderation && { host: new URL(config.moderation.baseURL).host },
    };

    const playground =
      config.discord.token === undefined
        ? parts.opened('playground', await startPlayground(config, services))
        : undefined;
    shownIn = playground;
    const seals = createSeals(config.discord.token);
    const leftRuns = createLeftRuns({ underWay: storage.underWay, seals, commands, log });
    const router = createRouter({
      commands,
      services,
      limits,
      log,
      ...(playground && options.bothThemes ? { draw: drawInBothThemes } : {}),
      ...(moderation ? { checkTexts: moderation.check } : {}),
      ...(moderation && config.moderation?.answers ? { checkAnswers: createAnswerCheck(moderation) } : {}),
      journal: createJournal(storage.underWay, seals),
      leftRuns,
      fetchFile: (url, signal) => network.fetch(url, { signal, redirect: 'error' }),
    });
    const apiURL = playground?.apiURL ?? config.discord.apiURL;
    if (config.proxies !== undefined) connectSocketsThrough(network.socketAgentFor);
    // Loaded only now, because discord.js takes its WebSockets as it finds them.
    const { connectDiscord } = await import('./discord/transport/gateway/connect.js');
    const discord = await connectDiscord({
      apiURL,
      agent: network.dispatcherFor(apiURL ?? 'https://discord.com/api'),
      token: playground?.botToken ?? config.discord.token,
      commands,
      log,
      onIncoming: (incoming) => answering.run(whoAsks(incoming), () => void router.handle(incoming)),
      onLost,
    });
    parts.opened('Discord', discord);
    parts.opened(
      'left-runs',
      repeatedly(LOOK_MS, () => leftRuns.tell(discord.botId, discord.findLeft)),
    );
    // The tiny model is known; it is asked when somebody wants to see it, and the start stays quick.
    if (!model.endpoint.tiny) void answering.run(NOBODY, () => probeModel(model, log));

    return {
      greeting: greet(
        discord,
        playground,
        await answering.run(NOBODY, () => workingWith(model, config.model.defaultModel)),
      ),
      playground,
      async close() {
        await finishReplies(router, config.stopTimeoutSeconds, log);
        await parts.closeAll();
      },
      abort: () => router.abort(),
    };
  } catch (error) {
    await parts.closeAll();
    throw error;
  }
}

/** The playground's page shows in its light theme what stands beside a picture; Discord would show neither. */
const drawInBothThemes: typeof drawReply = (reply, drawing) => drawReply(reply, { ...drawing, beside: 'light' });

/** Lets the replies under way finish, and ends those that are not finished in time. */
async function finishReplies(router: Router, seconds: number, log: Logger): Promise<void> {
  log.info({ seconds }, 'finishing the replies under way; send the signal again to stop at once');
  const finished = router.drain();
  if (await endsWithin(seconds * 1000, finished)) return;
  log.warn({ seconds }, 'ending the replies that are not finished');
  router.abort();
  await endsWithin(LAST_WORDS_MS, finished);
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

/** As package.json has it. */
function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL(`${ROOT}package.json`, import.meta.url), 'utf8'));
  return String(version);
}

async function startPlayground(config: Config, services: Services): Promise<Playground> {
  try {
    const { picture, ...about } = introduction('en');
    const file = fileURLToPath(new URL(`${ROOT}assets/pictures/welcome.png`, import.meta.url));
    return await openPlayground({
      port: config.playgroundPort,
      ...(config.playgroundClass ? { class: {} } : {}),
      about: { ...about, picture: { file, alt: picture }, leaderPrefix: LEADER_PREFIX },
      previews: playgroundPreviews(services, 'en'),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('playground-cannot-start', { reason }, { cause: error });
  }
}

/** What the models are opened with. */
interface Opening {
  readonly log: Logger;
  readonly fetcher: typeof fetch;
  readonly options: StartOptions;
  /** Who asks, where that waits its turn, and what it counts for. */
  readonly asking: Pick<ModelOptions, 'userName' | 'whoAsks' | 'line' | 'meter'>;
}

/** Connects the endpoints that the configuration names; the embedded model then starts when it is first asked for. */
async function connectModels(
  { model: { baseURL, ...settings }, otherEndpoints = [], settingNames }: Config,
  parts: Parts,
  opening: Opening,
): Promise<Pick<Services, 'model' | 'inside' | 'embedded'>> {
  if (baseURL === undefined) {
    const embedded = parts.opened('model', await openEmbedded(opening, settings.defaultModel));
    return { ...embedded, embedded: async () => embedded };
  }
  const { log, fetcher, asking } = opening;
  const model = parts.opened(
    'model',
    openEndpoints([{ baseURL, ...settings }, ...otherEndpoints], { log, fetch: fetcher, ...asking }, settingNames),
  );
  const later = parts.opened(
    'embedded model',
    // It costs nothing: the tokens that the operator gives people are those of the other endpoints.
    openLater(() => openEmbedded({ ...opening, asking: { ...asking, meter: undefined } })),
  );
  return {
    model,
    inside: model.inside,
    async embedded() {
      try {
        return await later.get();
      } catch (error) {
        throw new UserError('embedded-model-cannot-start', {}, { cause: error });
      }
    },
  };
}

async function openEmbedded({ log, fetcher, options, asking }: Opening, defaultModel?: string) {
  const { tinyModelSeed: seed, openTinyModel: openTiny = openTinyModel } = options;
  const tiny = await openTiny({ log, seed });
  const model = openModel({
    baseURL: tiny.baseURL,
    defaultModel,
    ...asking,
    label: 'embedded tiny model',
    tiny: true,
    log,
    fetch: fetcher,
    whenUnreachable: () => TINY_MODEL_AWAY[tiny.state()],
  });
  return {
    model,
    inside: model.inside,
    async close() {
      model.close();
      await tiny.close();
    },
  };
}

/** How long the start waits to say which model was chosen, in milliseconds: it may have to be loaded. */
const CHOICE_MS = 3000;

/** What the bot works with, in words: where several models were tried, also which one was taken and why. */
async function workingWith(
  { endpoint, labels, defaultModel, endpoints }: LanguageModel,
  named: string | undefined,
): Promise<string> {
  const words = operatorWords('en');
  if (endpoint.tiny) return names('en')['embedded-model']();
  const label = words.endpoints(labels ?? [endpoint.label]);
  if (named !== undefined) return label;
  let said = label;
  const choosing = async () => {
    const model = await defaultModel();
    const passedOver = (await endpoints()).flatMap((one) => one.passedOver);
    if (passedOver.length > 0)
      said = words.chosenModel(
        label,
        model,
        passedOver.map((one) => one.model),
      );
  };
  // Whichever command meets a failure tells it.
  await endsWithin(
    CHOICE_MS,
    choosing().catch(() => {}),
  );
  return said;
}

function greet(discord: DiscordConnection, playground: Playground | undefined, workingWith: string): string {
  const { onDiscord, inPlayground, inClass } = operatorWords('en').greeting(workingWith);
  if (playground === undefined) return onDiscord(discord.tag, discord.inviteLink);
  const { classroom } = playground;
  return classroom === undefined ? inPlayground(playground.origin) : inClass(classroom.teacherURL());
}

/** What is said below the greeting where a class is open. It holds the code, and is for the terminal alone. */
function classOpen({ port, classroom }: Playground, isTerminal: boolean): string {
  if (classroom === undefined) return '';
  const joinURLs = classroom.joinURLs();
  const picture = joinURLs[0] === undefined ? '' : codeAsText(joinURLs[0], isTerminal);
  return `\n\n${operatorWords('en').classOpen({ joinURLs, code: classroom.code, port, picture })}`;
}

/** Runs the bot as the process's only purpose, as its environment says. */
export async function main(): Promise<void> {
  const outputs = { stdout: openLineOutput({ fd: 1 }), stderr: openLineOutput({ fd: 2 }) };
  const terminal = { hasOutput: process.stdout.isTTY ?? false, hasLog: process.stderr.isTTY ?? false };
  await runProcess(outputs, async (end) => {
    const config = loadConfig(terminal);
    const log = createLog(config.logLevel, outputs.stderr, spellingsOf(secretsOf(config)), config.logFormat);
    tellLostLines(log, outputs.stderr);
    log.info(
      { version: ownVersion(), node: process.version, platform: `${process.platform} ${process.arch}` },
      'starting',
    );
    const hasStarted = installLastResort(log, end.atOnce);
    const tokenscope = await startTokenscope(config, log, {
      onLost: (why) => end.lost(sentenceOf(why, 'en')),
      bothThemes: true,
    });
    hasStarted();
    const { playground } = tokenscope;
    if (config.openBrowser && playground !== undefined) {
      void openBrowser(playground.classroom?.teacherURL() ?? playground.origin);
    }
    const open = playground === undefined ? '' : classOpen(playground, terminal.hasOutput);
    return {
      ...tokenscope,
      greeting: tokenscope.greeting + open,
      close() {
        if (terminal.hasOutput) outputs.stdout.write(`${operatorWords('en').stopping}\n`);
        return tokenscope.close();
      },
    };
  });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) void main();
