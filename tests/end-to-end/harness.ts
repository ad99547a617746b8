import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type APIMessage, RESTJSONErrorCodes } from 'discord-api-types/v10';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest';
import type { Config } from '../../src/config.js';
import { isGrowing } from '../../src/discord/present/present.js';
import { startTokenscope, type Tokenscope } from '../../src/main.js';
import { openPlayground, type Playground, type PlaygroundOptions } from '../../src/playground/open-playground.js';
import type { Invocation } from '../../src/playground/people/invocation.js';
import type { Person } from '../../src/playground/people/person.js';
import type { Exchange } from '../../src/playground/state/events.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { keptParts } from '../builders/kept-threads.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { sentFaults } from '../discord-description/sent-faults.js';
import { delivering, transport } from '../setup/transport.js';

/** The whole bot, logged in to the playground, with somebody in front of it. */
export interface Room {
  readonly person: Person;
  readonly tokenscope: Tokenscope;
  readonly playground: NonNullable<Tokenscope['playground']>;
  /** The bot's requests to Discord so far. */
  readonly exchanges: readonly Exchange[];
  /** The bytes of a file that a message shows, fetched as a browser does. */
  fetchFile(url: string): Promise<Buffer>;
}

/** Starts the bot as `npm start` does; close it with `tokenscope.close()`. */
export async function openRoom(overrides: {
  readonly model?: Partial<Config['model']>;
  readonly otherEndpoints?: Config['otherEndpoints'];
  readonly moderation?: Config['moderation'];
  readonly limits?: Config['limits'];
  readonly databaseURL: string;
  /** Draws every picture in both themes, as `npm start` does; by default in one. */
  readonly bothThemes?: boolean;
  /** Where the embedded server finds its transformers; those of the repository by default. */
  readonly modelDirectory?: string | undefined;
}): Promise<Room> {
  const config: Config = {
    discord: { token: undefined, apiURL: undefined, ...transport },
    model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined, ...overrides.model },
    ...(overrides.otherEndpoints ? { otherEndpoints: overrides.otherEndpoints } : {}),
    ...(overrides.moderation ? { moderation: overrides.moderation } : {}),
    ...(overrides.limits ? { limits: overrides.limits } : {}),
    playgroundPort: 0,
    databaseURL: overrides.databaseURL,
    logLevel: 'silent',
    stopTimeoutSeconds: 30,
  };
  const tokenscope = await startTokenscope(config, pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }), {
    ...keptParts,
    openTinyModel: (options) => openKeptTinyModel({ ...options, modelDirectory: overrides.modelDirectory }),
    bothThemes: overrides.bothThemes ?? false,
  });
  const { playground } = tokenscope;
  if (playground === undefined) throw new Error('without a token the playground starts');
  const exchanges: Exchange[] = [];
  playground.events.on('exchange', (exchange) => exchanges.push(exchange));
  await playground.waitForBot();
  return {
    person: playground.join('Ann'),
    tokenscope,
    playground,
    exchanges,
    async fetchFile(url) {
      const response = await fetch(url);
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    },
  };
}

/**
 * One room for all tests of a file. After each test every message that the bot sent is checked against Discord's own
 * description and rules, and against the playground's answers.
 */
export function useRoom(
  model?: () => Partial<Config['model']>,
  more?: () => Pick<Parameters<typeof openRoom>[0], 'modelDirectory' | 'moderation' | 'otherEndpoints' | 'limits'>,
): () => Room {
  let room: Room | undefined;
  let folder: string;
  let checked = 0;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tokenscope-room-'));
    room = await openRoom({ ...more?.(), model: model?.(), databaseURL: `file:${join(folder, 'runs.db')}` });
  });
  afterEach(async () => {
    const fresh = room?.exchanges.slice(checked) ?? [];
    checked += fresh.length;
    expect(fresh.filter(isRefused)).toEqual([]);
    expect(sentFaults(fresh)).toEqual([]);
  });
  afterAll(async () => {
    await room?.tokenscope.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (room === undefined) throw new Error('the room is opened before the tests');
    return room;
  };
}

/**
 * Whether Discord refused a request of the bot. A first response that was sent again, because on a busy machine the first
 * try had no answer for a while, is told that it was there already: that is none. Nor is a text that AutoMod blocks.
 */
export function isRefused({ status, answer }: Exchange): boolean {
  const isThere = isRecord(answer) && answer.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
  const isBlocked = isRecord(answer) && answer.code === RESTJSONErrorCodes.MessageWasBlockedByAutomaticModeration;
  return status >= 400 && !isThere && !isBlocked;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A component as it came back, with whatever fields its type has. */
export interface SeenComponent {
  readonly type: number;
  readonly content?: string;
  readonly label?: string;
  readonly custom_id?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly options?: readonly {
    readonly label: string;
    readonly value: string;
    readonly default?: boolean;
    readonly description?: string;
  }[];
  readonly items?: readonly { readonly media: { readonly url: string }; readonly description?: string }[];
  readonly file?: { readonly url: string };
  readonly components?: readonly SeenComponent[];
}

/** All components of a message, depth first. */
export function componentsOf(message: APIMessage): SeenComponent[] {
  const walk = (list: readonly SeenComponent[]): SeenComponent[] =>
    list.flatMap((component) => [component, ...walk(component.components ?? [])]);
  return walk((message.components ?? []) as unknown as SeenComponent[]);
}

/** A playground that stays while bots with one database come and go. */
export interface Stage {
  readonly playground: Playground;
  /** Of the database that the bots share. */
  readonly databasePath: string;
  /** Starts a bot; it is ready to be used, and closed by the test. */
  start(model?: Partial<Config['model']>, more?: Pick<Config, 'limits' | 'modelRequestsAtOnce'>): Promise<Tokenscope>;
}

/** Opens a stage that is closed when the test is over. */
export async function openStage(options: PlaygroundOptions = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-stage-'));
  const databasePath = join(folder, 'runs.db');
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS, isGrowing, ...options });
  onTestFinished(async () => {
    await playground.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    playground,
    databasePath,
    async start(model, more) {
      const bot = await startTokenscope(
        {
          discord: { token: playground.botToken, apiURL: playground.apiURL, ...transport },
          model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined, ...model },
          playgroundPort: 0,
          databaseURL: `file:${databasePath}`,
          logLevel: 'silent',
          stopTimeoutSeconds: 30,
          ...more,
        },
        pino({ level: 'silent' }),
        keptParts,
      );
      await playground.waitForBot();
      return delivering(playground, bot);
    },
  };
}

/** Prompts by what is odd about them: each command answers them, or says why not. */
export const ODD_PROMPTS = [
  ['emoji', '🙂🙂🙂'],
  ['right to left', 'مرحبا بالعالم'],
  ['blanks', '   '],
  ['code', '```js\nlet x = `1`'],
  ['the longest', 'x'.repeat(6000)],
  ['mentions', '@everyone <@1>'],
] as const;

/** The text that a person reads in a message. */
export function readText(message: APIMessage): string {
  return componentsOf(message)
    .flatMap(({ content }) => content ?? [])
    .join('\n');
}

/** The same without the backslashes that keep it from being read as Markdown. */
export function plainText(message: APIMessage): string {
  return readText(message).replaceAll('\\', '');
}

/** The pictures of a message with their alt texts. */
export function picturesOf(message: APIMessage): { url: string; alt: string }[] {
  return componentsOf(message)
    .flatMap(({ items }) => items ?? [])
    .map(({ media, description }) => ({ url: media.url, alt: description ?? '' }));
}

/** The buttons of a message by label; the value tells whether it can be pressed. */
export function buttonsOf(message: APIMessage): Record<string, 'enabled' | 'disabled'> {
  const buttons = componentsOf(message).filter(({ type }) => type === 2);
  return Object.fromEntries(buttons.map(({ label = '', disabled }) => [label, disabled ? 'disabled' : 'enabled']));
}

/** The entries of the menu **Go on with…** by label, each with its description. */
export function entriesOf(message: APIMessage): Record<string, string> {
  const menu = componentsOf(message).find(({ placeholder }) => placeholder === GO_ON);
  return Object.fromEntries((menu?.options ?? []).map(({ label, description = '' }) => [label, description]));
}

const GO_ON = 'Go on with…';

/** Chooses an entry of the menu **Go on with…** that changes its message or opens a form. */
export function choose(person: Person, { id }: APIMessage, entry: string): Invocation {
  return person.select(id, GO_ON, [entry]);
}

/** Chooses one that opens another message, and gives that as it is when it is finished. */
export async function open(
  person: Person,
  message: APIMessage,
  entry: string,
  until: (opened: APIMessage) => boolean = isFinished,
): Promise<APIMessage> {
  const chosen = choose(person, message, entry);
  let opened: APIMessage | undefined;
  await expect
    .poll(
      () => {
        opened = chosen.followups()[0];
        return opened !== undefined && until(opened);
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  if (opened === undefined) throw new Error(`“${entry}” opened nothing`);
  return opened;
}

/** Whether a message is a finished reply, or a card of details: it has the button that such a one ends with. */
function isFinished(message: APIMessage): boolean {
  return 'Explain' in buttonsOf(message) || 'Run again' in buttonsOf(message);
}

/** Whether a message has its text: it is neither “thinking…” nor does it still grow. */
export function saysSomething(message: APIMessage): boolean {
  return readText(message) !== '' && !isGrowing(message);
}
