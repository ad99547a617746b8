import type { Gateway } from './gateway/gateway.js';
import type { World } from './state/world.js';

/** Whether a bot is there: over the gateway, or where it takes interactions over HTTP. */
export function isBotOnline(world: World, gateway: Gateway): boolean {
  return gateway.online() > 0 || world.endpoint.isSet(world.guilds.first.id);
}

/** Waits until a bot is there and has registered commands. @throws Error when time is up */
export function waitForBot(world: World, gateway: Gateway, withinMs: number): Promise<void> {
  const hasCommands = () =>
    [undefined, ...world.guilds.all()].some((guild) => world.commands.list(guild?.id).length > 0);
  const isReady = () => isBotOnline(world, gateway) && hasCommands();
  return new Promise((resolve, reject) => {
    const check = () => {
      if (!isReady()) return;
      stop();
      resolve();
    };
    const stop = () => {
      clearTimeout(timer);
      world.events.off('bot', check);
      world.events.off('commands-registered', check);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`No bot was connected with registered commands within ${withinMs} ms.`));
    }, withinMs);
    world.events.on('bot', check);
    world.events.on('commands-registered', check);
    check();
  });
}
