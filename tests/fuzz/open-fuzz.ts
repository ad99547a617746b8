import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Events } from 'discord.js';
import type { APIMessage } from 'discord-api-types/v10';
import { commands } from '../../commands/index.js';
import { openCharts } from '../../src/charts/open-charts.js';
import type { Charts } from '../../src/charts/picture.js';
import type { Incoming } from '../../src/discord/router/incoming.js';
import { createRouter } from '../../src/discord/router/router.js';
import { handOn } from '../../src/discord/transport/discord-js/hand-on.js';
import { registerCommands } from '../../src/discord/transport/discord-js/register-commands.js';
import { createClient } from '../../src/discord/transport/gateway/client.js';
import { handMessagesOn } from '../../src/discord/transport/gateway/hand-messages-on.js';
import { UserError } from '../../src/errors.js';
import { createLog } from '../../src/log.js';
import { openModel } from '../../src/model/open-model.js';
import { openPlayground } from '../../src/playground/open-playground.js';
import { interactionInPath } from '../../src/playground/page/mask-secrets.js';
import type { Person } from '../../src/playground/people/person.js';
import type { Exchange } from '../../src/playground/state/events.js';
import type { Services } from '../../src/services.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { openTokenizer } from '../../src/tokens/tokenizer.js';
import { personLimits } from '../builders/limits.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { openBetween } from '../discord/transport/gateway/between.js';
import { sentFaults } from '../discord-description/sent-faults.js';
import { isRefused } from '../end-to-end/harness.js';
import { openHostileModel, USABLE_MODEL } from './hostile-model.js';
import { isPinging, type SentMessage, sentMessageFaults } from './judge-message.js';
import { WRITTEN } from './nasty-texts.js';

/** Whatever takes longer counts as never answered: much longer than the slowest takes among all others on a busy machine. */
const MAX_MS = 5 * 60_000;

/** What the bot sends. */
interface SentBody extends SentMessage {
  readonly type?: number;
  readonly data?: SentMessage & { readonly custom_id?: string };
  readonly message_reference?: { readonly message_id?: string };
}

/** A line of the log. */
type Line = Record<string, unknown>;

/** The whole bot with a model that attacks it, and people who send what they like. */
export interface FuzzRoom {
  readonly people: readonly Person[];
  readonly channelId: string;
  readonly botId: string;
  /** Has what goes over the gateway for an interaction changed on its way to the bot. */
  rewrite(interactionId: string, change: (event: Record<string, unknown>) => void): void;
  /** Waits until the bot is done with what came under an id. @returns what is wrong about that, if anything */
  done(id: string): Promise<string | undefined>;
  /** What was wrong since the last call, and with what came under which id, where that is known. */
  takeFaults(): Fault[];
  /** The messages with buttons or menus, as they were sent last. */
  readonly cards: readonly Card[];
  /** Custom ids that have a form, and the fields of it. */
  readonly forms: readonly { readonly customId: string; readonly fields: readonly string[] }[];
  close(): Promise<void>;
}

/** Something wrong. */
export interface Fault {
  readonly id?: string | undefined;
  readonly fault: string;
}

/** A message that somebody can press something on. */
export interface Card {
  readonly messageId: string;
  readonly person: Person;
}

export interface FuzzRoomOptions {
  readonly seed: number;
  readonly people: number;
  /** Of so many pictures one is drawn; the others are told in words, as where too many wait, and that is markdown. */
  readonly drawsOneOf: number;
}

/** Opens the room; the bot is logged in. */
export async function openFuzzRoom({ seed, people: count, drawsOneOf }: FuzzRoomOptions): Promise<FuzzRoom> {
  const faults: Fault[] = [];
  const note = (fault: string, id?: string) => void faults.push({ id, fault });
  const lines: Line[] = [];
  const sink = new Writable({
    write(line, _encoding, done) {
      lines.push(JSON.parse(String(line)));
      done();
    },
  });
  const log = createLog('trace', sink);
  const storage = await openStorage({ url: 'file::memory:', log });
  const stub = await openHostileModel(seed);
  const tiny = await openKeptTinyModel({ seed, log });
  const model = openModel({ baseURL: stub.baseURL, defaultModel: USABLE_MODEL, log });
  const small = openModel({ baseURL: tiny.baseURL, tiny: true, label: 'embedded tiny model', log });
  const charts = drawSome(openCharts({ log }), drawsOneOf);
  const tokenizer = openTokenizer({ log });
  const { runs, channels, settings, people } = storage;
  const embedded = async () => ({ model: small, inside: small.inside });
  const services: Services = {
    model,
    inside: model.inside,
    embedded,
    charts,
    tokenizer,
    runs,
    channels,
    settings,
    people,
  };
  const playground = await openPlayground({ firstResponseMs: MAX_MS });
  const between = await openBetween(playground);
  const changes = new Map<string, (event: Record<string, unknown>) => void>();
  between.change((frame) => {
    if (!frame.includes('INTERACTION_CREATE')) return frame;
    const packet = JSON.parse(frame) as { d: Record<string, unknown> };
    const id = String(packet.d.id);
    const change = changes.get(id);
    changes.delete(id);
    change?.(packet.d);
    return JSON.stringify(packet);
  });
  const router = createRouter({
    commands,
    services,
    limits: personLimits({ atOnce: 1000, perMinute: 1_000_000 }),
    log,
    editGapMs: 250,
  });
  const handled = new Map<string, Promise<void>>();
  const heard = new Map<string, () => void>();
  const handle = (incoming: Incoming): void => {
    handled.set(incoming.id, router.handle(incoming));
    heard.get(incoming.id)?.();
  };
  const client = createClient(between.apiURL, (error, event) => note(`the gateway: ${event} ${String(error)}`), {
    note: () => {},
  });
  client.on(Events.InteractionCreate, handOn(handle, log));
  client.on(Events.Raw, handMessagesOn(client, handle, log));
  client.on(Events.Error, (error) => note(`the client: ${String(error)}`));
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(playground.botToken);
  await ready;
  await registerCommands(client.rest, playground.applicationId, commands);
  await playground.waitForBot();

  const cards = new Map<string, Card>();
  const forms = new Map<string, readonly string[]>();
  const everybody = Array.from({ length: count }, (_, at) => playground.join(`Person ${at}`));
  const byId = new Map(everybody.map((person) => [person.id, person]));
  const noteMessage = (message: APIMessage, visibleTo: string | undefined): void => {
    if (message.author.id !== playground.bot.id) return;
    if (isPinging(message)) note('somebody is pinged', message.interaction_metadata?.id);
    const person = byId.get(visibleTo ?? message.interaction_metadata?.user.id ?? '') ?? everybody[0];
    if (person !== undefined && JSON.stringify(message.components ?? []).includes('custom_id')) {
      cards.set(message.id, { messageId: message.id, person });
    }
  };
  playground.events.on('message-created', ({ message, visibleTo }) => noteMessage(message, visibleTo));
  playground.events.on('message-updated', ({ message, visibleTo }) => noteMessage(message, visibleTo));
  playground.events.on('message-deleted', ({ message }) => cards.delete(message.id));
  playground.events.on('exchange', (exchange: Exchange) => {
    const { method, path, status, answer } = exchange;
    const body = (exchange.body ?? {}) as SentBody;
    const id = interactionInPath(path) ?? body.message_reference?.message_id;
    if (isRefused(exchange)) note(`Discord refused: ${method} ${status} ${JSON.stringify(answer)}`, id);
    for (const fault of sentFaults([exchange])) note(`Discord's rules: ${JSON.stringify(fault)}`, id);
    for (const fault of sentMessageFaults(path.includes('/callback') ? body.data : body)) note(fault, id);
    if (body.type === 9 && body.data?.custom_id !== undefined) forms.set(body.data.custom_id, fieldsIn(body.data));
  });
  const uncaught = (error: unknown) => note(`nobody caught: ${String((error as Error)?.stack ?? error)}`);
  process.on('uncaughtException', uncaught);
  process.on('unhandledRejection', uncaught);

  return {
    people: everybody,
    channelId: playground.channels[0]?.id ?? '',
    botId: playground.bot.id,
    rewrite: (id, change) => void changes.set(id, change),
    async done(id) {
      const arrived = new Promise<void>((resolve) => {
        if (handled.has(id)) resolve();
        else heard.set(id, resolve);
      });
      const end = new AbortController();
      const late = sleep(MAX_MS, 'late' as const, { signal: end.signal }).catch(() => 'late' as const);
      const came = await Promise.race([arrived.then(() => handled.get(id)), late]);
      end.abort();
      heard.delete(id);
      const wasHeard = handled.delete(id);
      if (came !== 'late') return undefined;
      return wasHeard ? 'it was not done in time' : 'it never came to the router';
    },
    takeFaults() {
      const bad = lines.splice(0).flatMap((line) => lineFaults(line));
      return [...faults.splice(0), ...bad.map((fault) => ({ fault }))];
    },
    get cards() {
      return [...cards.values()];
    },
    get forms() {
      return [...forms].map(([customId, fields]) => ({ customId, fields }));
    },
    async close() {
      await router.drain();
      await client.destroy();
      await between.close();
      await playground.close();
      for (const one of [model, small]) one.close();
      await Promise.all([storage.close(), charts.close(), tokenizer.close(), tiny.close(), stub.close()]);
      process.off('uncaughtException', uncaught);
      process.off('unhandledRejection', uncaught);
    },
  };
}

/** Which are drawn depends on the pictures alone. */
function drawSome(charts: Charts, oneOf: number): Charts {
  const isDrawn = (what: unknown) => JSON.stringify(what).length % oneOf === 0;
  return {
    ...charts,
    async draw(picture, options) {
      if (isDrawn(picture)) return charts.draw(picture, options);
      throw new UserError('too-many-pictures-wait');
    },
    async animate(frames, options) {
      if (isDrawn(frames)) return charts.animate(frames, options);
      throw new UserError('too-many-animations-wait');
    },
  };
}

/** Nothing that people or models wrote is in the log, nothing that could steer a terminal, and no error of the bot's own. */
function lineFaults(line: Line): string[] {
  const text = JSON.stringify(line);
  const faults: string[] = [];
  if (Number(line.level) >= 50) faults.push(`the log: ${text.slice(0, 2000)}`);
  if (WRITTEN.test(text)) faults.push(`the log says what was written: ${text.slice(0, 600)}`);
  return faults;
}

function fieldsIn(form: unknown): string[] {
  const found: string[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { custom_id: id, type } = part as { custom_id?: string; type?: number };
    if (type === 4 && id !== undefined) found.push(id);
    for (const inside of Object.values(part)) visit(inside);
  };
  visit((form as { components?: unknown }).components);
  return found;
}
