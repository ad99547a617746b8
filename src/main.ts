import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { commands } from '../commands/index.js';
import { openCharts } from './charts/open-charts.js';
import { type Config, loadConfig } from './config.js';
import { whoAsks } from './discord/router/incoming.js';
import { createJournal } from './discord/router/journal.js';
import { createLeftRuns } from './discord/router/left-runs.js';
import { createRouter } from './discord/router/router.js';
import { createPlaceRules } from './discord/rules/place-rules.js';
import { connectSocketsThrough } from './discord/transport/gateway/proxied-sockets.js';
import type { Fact } from './domain/fact.js';
import { sentenceOf } from './facts.js';
import { createHashedNames } from './hashed-name.js';
import { installLastResort } from './last-resort.js';
import { DEFAULT_LIMITS } from './limits/limit-settings.js';
import { openLimits } from './limits/open-limits.js';
import { openLineOutput } from './line-output.js';
import { createLog, secretsOf, tellLostLines } from './log.js';
import { createLine } from './model/line/line.js';
import { spellingsOf } from './model/wire/secret-spellings.js';
import { createAnswerCheck } from './moderation/check-answers.js';
import { openModeration } from './moderation/open-moderation.js';
import { openNetwork } from './network/open-network.js';
import { openBrowser } from './open-browser.js';
import { openOperations } from './operations/open-operations.js';
import { createParts } from './parts.js';
import type { Playground } from './playground/open-playground.js';
import { notedFetch } from './playground/page/noted-fetch.js';
import type { Note } from './playground/page/wire-log.js';
import { runProcess } from './process-life.js';
import { repeatedly } from './repeatedly.js';
import { createSeals } from './seals.js';
import type { Services } from './services.js';
import { answerFor, answerForNobody, drawerOfAnswered, whoIsAnswered } from './start/answering.js';
import { connectModels, type TinyModelChoice } from './start/connect-models.js';
import { probeModel, workingWith } from './start/default-model.js';
import { finishReplies } from './start/finish-replies.js';
import { greet } from './start/greet.js';
import { loginTurnsOf } from './start/login-turns.js';
import { createArrivedRuns, processMarks, vitalsOf } from './start/observe.js';
import { ownVersion } from './start/own-files.js';
import { classOpen, drawInBothThemes, startPlayground } from './start/start-playground.js';
import { openStorage } from './storage/open-storage.js';
import { openTokenizer } from './tokens/tokenizer.js';
import { operatorWords } from './words/operator.js';

/** The running bot. */
export interface Tokenscope {
  /** One line: what it is connected to, and where to go next. */
  readonly greeting: string;
  /** The embedded Discord, where no token was given. */
  readonly playground: Playground | undefined;
  /** Where health and metrics are served; undefined where they are not. */
  readonly operationsPort: number | undefined;
  /** Where interactions over HTTP are listened for; undefined where they come over the gateway. */
  readonly interactionsPort: number | undefined;
  /** Takes no new runs, lets those under way finish for as long as the configuration says, and closes everything. */
  close(): Promise<void>;
  /** Ends the runs under way; `close` then has nothing to wait for. */
  abort(): void;
}

/** So often it is looked for what another process has left, in milliseconds. */
const LOOK_MS = 10_000;

export interface StartOptions extends TinyModelChoice {
  /** Told when Discord has closed the connection for good, so that there is nothing left to run for; the log by default. */
  readonly onLost?: (why: Fact) => void;
  /** Draws pictures for the page's light theme as well, where the playground runs; by default in one theme alone. */
  readonly bothThemes?: boolean;
  /** How long the playground waits for a first response, in milliseconds; as Discord does by default. */
  readonly firstResponseMs?: number;
  /** Other ways to the same threads, for tests that keep them started. */
  readonly openCharts?: typeof openCharts;
  readonly openTokenizer?: typeof openTokenizer;
}

/** Starts everything that the configuration asks for; rejects with a `UserError` when something cannot start. */
export async function startTokenscope(config: Config, log: Logger, options: StartOptions = {}): Promise<Tokenscope> {
  const { onLost = (why) => log.error(sentenceOf(why, 'en')) } = options;
  const parts = createParts(log);
  try {
    const { databaseURL: url, retentionDays } = config;
    // The first to be there and the last to go, so that it is seen how the others start and stop.
    const operations = parts.opened(
      'operations',
      await openOperations({
        ...{ port: config.operationsPort, traces: config.traces, version: ownVersion(), log },
        commands: commands.map(({ name }) => name),
      }),
    );
    const opened = await openStorage({ url, log, ...(retentionDays && { retentionDays }) });
    const storage = operations.measured(parts.opened('storage', opened));
    const charts = parts.opened('charts', (options.openCharts ?? openCharts)({ log }));
    const tokenizer = parts.opened('tokenizer', (options.openTokenizer ?? openTokenizer)({ log }));
    // The model is connected before the playground that shows what it is asked.
    let shownIn: Playground | undefined;
    const note = (entry: Note) => shownIn?.note({ ...entry, personId: drawerOfAnswered() });
    const network = parts.opened('network', openNetwork(config.proxies ?? {}));
    const askModel = notedFetch(note, spellingsOf(secretsOf(config)), network.fetch);
    const fetcher = config.discord.token === undefined ? askModel : network.fetch;
    const hashedName = createHashedNames(config.discord.token);
    const rules = createPlaceRules(storage.settings, { now: () => performance.now(), events: storage.events });
    const exemptRoles = async (id: string) => (await rules.of({ id })).exemptRoles;
    const { counters } = storage;
    const limits = parts.opened(
      'limits',
      openLimits({
        ...{ ...DEFAULT_LIMITS, ...config.limits, counters, now: storage.now, exemptRoles, hashed: hashedName, log },
        isShared: storage.isShared,
      }),
    );
    const line = createLine(config.modelRequestsAtOnce);
    const asking = {
      userName: () => {
        const who = whoIsAnswered();
        return who === undefined ? undefined : hashedName(who.personId);
      },
      whoAsks: whoIsAnswered,
      line,
      meter: limits.meter,
      observer: operations.model,
    };
    const { model, inside, embedded, replicas } = await connectModels(config, parts, { log, fetcher, options, asking });
    const moderation = config.moderation && openModeration({ ...config.moderation, fetch: network.fetch, log });
    const { runs, channels, settings, people } = storage;
    const services: Services = {
      ...{ model, inside, embedded, tokenizer, charts, runs, channels, settings, people },
      isShared: storage.isShared,
      moderation: config.moderation && { host: new URL(config.moderation.baseURL).host },
    };

    const playground =
      config.discord.token === undefined
        ? parts.opened('playground', await startPlayground(config, services, options))
        : undefined;
    shownIn = playground;
    const seals = createSeals(config.discord.token);
    const leftRuns = createLeftRuns({ underWay: storage.underWay, seals, commands, log });
    const router = createRouter({
      commands,
      services,
      limits,
      rules,
      others: storage.isShared ? storage : undefined,
      log,
      ...(playground && options.bothThemes ? { draw: drawInBothThemes } : {}),
      ...(moderation ? { checkTexts: moderation.check } : {}),
      ...(moderation && config.moderation?.answers ? { checkAnswers: createAnswerCheck(moderation) } : {}),
      journal: createJournal(storage.underWay, seals),
      leftRuns,
      fetchFile: (url, signal) => network.fetch(url, { signal, redirect: 'error' }),
    });
    const arrivedRun = createArrivedRuns(commands);
    const { interactions } = config.discord;
    const apiURL = playground?.apiURL ?? config.discord.apiURL;
    if (config.proxies !== undefined) connectSocketsThrough(network.socketAgentFor);
    // Loaded only now, because discord.js takes its WebSockets as it finds them.
    const { connectDiscord } = await import('./discord/transport/connect.js');
    const discord = await connectDiscord({
      apiURL,
      agent: network.dispatcherFor(apiURL ?? 'https://discord.com/api'),
      token: playground?.botToken ?? config.discord.token,
      // The playground has one server, which one process serves whole.
      shards: playground ? undefined : config.discord.shards,
      loginTurns: loginTurnsOf(storage, config.discord.shards),
      commands,
      // Nobody but the gateway brings messages, and in the playground it costs nothing.
      interactions: interactions && {
        ...interactions,
        besideGateway: interactions.besideGateway || playground !== undefined,
      },
      log,
      onIncoming: (incoming) =>
        void operations.watch(arrivedRun(incoming), () => answerFor(whoAsks(incoming), () => router.handle(incoming))),
      onAnswer: operations.discordAnswered,
      onLost(why) {
        operations.lost();
        onLost(why);
      },
    });
    parts.opened('Discord', discord);
    operations.started(
      vitalsOf({ discord, storage: opened, line, pools: [...charts.pools, ...tokenizer.pools], replicas }),
    );
    const { interactionsPort } = discord;
    if (interactionsPort !== undefined) playground?.deliverTo(`http://127.0.0.1:${interactionsPort}/interactions`);
    parts.opened(
      'left-runs',
      repeatedly(LOOK_MS, () => leftRuns.tell(discord.botId, discord.findLeft)),
    );
    // The tiny model is known; it is asked when somebody wants to see it, and the start stays quick.
    if (!model.endpoint.tiny) void answerForNobody(() => probeModel(model, log));

    return {
      greeting: greet(discord, playground, await answerForNobody(() => workingWith(model, config.model.defaultModel))),
      playground,
      operationsPort: operations.port,
      interactionsPort,
      async close() {
        operations.draining();
        await discord.drain(storage.isShared);
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

/** Runs the bot as the process's only purpose, as its environment says. */
export async function main(): Promise<void> {
  const outputs = { stdout: openLineOutput({ fd: 1 }), stderr: openLineOutput({ fd: 2 }) };
  const terminal = { hasOutput: process.stdout.isTTY ?? false, hasLog: process.stderr.isTTY ?? false };
  await runProcess(outputs, async (end) => {
    const config = loadConfig(terminal);
    const log = createLog(
      config.logLevel,
      outputs.stderr,
      spellingsOf(secretsOf(config)),
      config.logFormat,
      processMarks(config),
    );
    tellLostLines(log, outputs.stderr);
    log.info(
      { version: ownVersion(), node: process.version, platform: `${process.platform} ${process.arch}` },
      'starting',
    );
    for (const { given, meant } of config.misspelt ?? []) log.warn(operatorWords('en').setting.misspelt(given, meant));
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
