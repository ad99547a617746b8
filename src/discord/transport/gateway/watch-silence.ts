import { type Client, Events } from 'discord.js';
import type { Logger } from 'pino';
import { UserError } from '../../../errors.js';

/** Discord that has said nothing for this long while the bot logs in is not there, in milliseconds. */
const MAX_SILENCE_MS = 30_000;

/** The part of that time after which the log says what the bot is waiting for. */
const TELL_AFTER = 1 / 6;

/** What of Discord the bot waits for. */
type Awaited = 'api' | 'gateway' | 'commands';

/** Watches whether Discord says anything. */
export interface Silence {
  /** Rejects with a `UserError` when it has said nothing for too long. */
  readonly tooLong: Promise<never>;
  waitFor(what: Awaited): void;
  /** Something was heard, or waiting is what Discord wants. */
  broken(): void;
  end(): void;
}

/**
 * @param where the name of Discord in sentences
 * @param maxSilenceMs 30 s by default
 */
export function watchSilence(
  client: Client,
  { where, log, maxSilenceMs = MAX_SILENCE_MS }: { where: string; log: Logger; maxSilenceMs?: number | undefined },
): Silence {
  let awaited: Awaited = 'api';
  let hasEnded = false;
  let timers: NodeJS.Timeout[] = [];
  let fail: (error: UserError) => void = () => {};
  const tooLong = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const restart = (): void => {
    for (const timer of timers) clearTimeout(timer);
    if (hasEnded) return;
    timers = [
      setTimeout(
        () => log.warn({ where, awaited }, 'waiting for Discord, which does not answer'),
        maxSilenceMs * TELL_AFTER,
      ),
      setTimeout(
        () => fail(new UserError('discord-silent', { where, awaited, seconds: maxSilenceMs / 1000 })),
        maxSilenceMs,
      ),
    ];
  };
  const onResponse = (_request: unknown, { status }: { status: number }): void => {
    if (awaited === 'api' && status < 400) awaited = 'gateway';
    restart();
  };
  client.rest.on('response', onResponse);
  client.on(Events.Raw, restart);
  restart();
  return {
    tooLong,
    waitFor(what) {
      awaited = what;
      restart();
    },
    broken: restart,
    end() {
      hasEnded = true;
      restart();
      client.rest.off('response', onResponse);
      client.off(Events.Raw, restart);
    },
  };
}
