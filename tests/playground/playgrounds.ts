import { afterEach } from 'vitest';
import { openPlayground, type Playground, type PlaygroundOptions } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';

/** Opens playgrounds for the tests of a file, and closes after each test what it has opened; what was put first goes first. */
export function usePlaygrounds() {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  return {
    closers,
    async open(options: PlaygroundOptions): Promise<Playground> {
      const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS, ...options });
      closers.push(() => playground.close());
      return playground;
    },
  };
}
