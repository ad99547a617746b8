import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What is about a module's own memory, such as the fonts that are loaded: each of these files has a process of its own. */
const APART = [
  'tests/charts/text/**/*.test.ts',
  'tests/end-to-end/unreadable-start.test.ts',
  'tests/network/open-network.test.ts',
  'tests/turns.test.ts',
];

export default defineConfig({
  test: {
    setupFiles: ['tests/setup/seeded.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes late where both cores are busy; a second would be luck.
    expect: { poll: { timeout: 60_000 } },
    // discord.js lets go of a rejection where a client is closed while it connects; in the bot `last-resort.ts` takes it.
    onUnhandledError: ({ message, stack }) =>
      !(message.startsWith('WebSocket is not open') && stack?.includes('@discordjs/ws')),
    // More than cores, because much of a test's time is spent in waiting.
    maxWorkers: availableParallelism() + 1,
    projects: [
      { extends: true, test: { name: 'apart', include: APART } },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['tests/**/*.test.ts'],
          exclude: APART,
          // One file after another in the same processes: to load the bot anew takes longer than most files' tests.
          isolate: false,
        },
      },
    ],
  },
});
