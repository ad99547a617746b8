import { randomInt } from 'node:crypto';
import { openPlayground, type Playground, type PlaygroundOptions } from '../../src/playground/open-playground.js';

/**
 * Opens a playground that will be opened at its port again: at one that the system gives nobody by itself, so that nobody
 * has it in between.
 */
export async function openAtOwnPort(options: PlaygroundOptions = {}): Promise<Playground> {
  for (;;) {
    try {
      return await openPlayground({ ...options, port: randomInt(20_000, 30_000) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}
