import { defineWords } from '../define-words.js';

interface PortNotOpened {
  readonly port: number;
  readonly of: keyof typeof PORTS_EN;
  /** What the system says. */
  readonly code: string;
}

const PORTS_EN = {
  playground: { what: 'the playground', variable: 'PLAYGROUND_PORT' },
  operations: { what: 'health and metrics', variable: 'OPERATIONS_PORT' },
  interactions: { what: 'the server for interactions', variable: 'INTERACTIONS_PORT' },
} as const;

/** What whoever runs the bot is told when a part of it cannot start. */
export const startErrors = defineWords({
  en: () => ({
    'playground-cannot-start': ({ reason }: { readonly reason: string }) => `The playground cannot start: ${reason}`,
    'port-not-opened': ({ port, of, code }: PortNotOpened) => {
      const { what, variable } = PORTS_EN[of];
      if (code === 'EADDRINUSE')
        return `Another program uses port ${port}, so ${what} cannot be there. Set another port in ${variable}, or stop that program.`;
      if (code === 'EACCES')
        return `The user who runs this may not open port ${port}, where ${what} would be. Set ${variable} to a port from 1024 on.`;
      return `Port ${port}, where ${what} would be, cannot be opened (${code}). Set another port in ${variable}.`;
    },
  }),
});
