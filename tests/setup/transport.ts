import type { Config } from '../../src/config.js';
import type { Tokenscope } from '../../src/main.js';
import type { Playground } from '../../src/playground/open-playground.js';

/** Whether the tests of the whole let interactions come over HTTP; by default they come over the gateway. */
export const isOverHTTP = process.env.TOKENSCOPE_TEST_TRANSPORT === 'http';

/** How a bot takes interactions. Messages come over the gateway in any case. */
export const transport: Pick<Config['discord'], 'interactions'> = isOverHTTP
  ? { interactions: { port: 0, publicKey: undefined, besideGateway: true } }
  : {};

const ports = new WeakMap<Playground, Set<number>>();

/** Delivers interactions to a bot over HTTP until it is closed, where the tests go that way; to several in turn. */
export function delivering(playground: Playground, bot: Tokenscope): Tokenscope {
  const { interactionsPort } = bot;
  if (interactionsPort === undefined) return bot;
  const stop = deliverAt(playground, interactionsPort);
  return {
    ...bot,
    async close() {
      await bot.close();
      stop();
    },
  };
}

/** Delivers interactions to a port of this machine. @returns ends it */
export function deliverAt(playground: Playground, port: number): () => void {
  const open = ports.get(playground) ?? new Set();
  ports.set(playground, open);
  const tell = () => playground.deliverTo([...open].map((one) => `http://127.0.0.1:${one}/interactions`));
  open.add(port);
  tell();
  return () => {
    open.delete(port);
    tell();
  };
}
