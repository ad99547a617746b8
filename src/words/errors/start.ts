import { defineWords } from '../define-words.js';

/** What whoever runs the bot is told when a part of it cannot start. */
export const startErrors = defineWords({
  en: () => ({
    'playground-cannot-start': ({ reason }: { readonly reason: string }) =>
      `The playground cannot start: ${reason} PLAYGROUND_PORT sets the port.`,
  }),
});
