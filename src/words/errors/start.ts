import { defineWords } from '../define-words.js';

/** What whoever runs the bot is told when a part of it cannot start. */
export const startErrors = defineWords({
  en: () => ({
    'playground-cannot-start': ({ reason }: { readonly reason: string }) =>
      `The playground cannot start: ${reason} PLAYGROUND_PORT sets the port.`,
    'operations-port-taken': ({ port }: { readonly port: number; readonly code: string }) =>
      `Another program uses port ${port}, so health and metrics cannot be served there. Set another port in OPERATIONS_PORT, or stop that program.`,
    'operations-port-refused': ({ port, code }: { readonly port: number; readonly code: string }) =>
      `Health and metrics cannot be served at port ${port} (${code}). Set another port in OPERATIONS_PORT, from 1024 on.`,
  }),
});
