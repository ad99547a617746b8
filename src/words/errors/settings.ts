import { defineWords } from '../define-words.js';

/** What people are told who may not do what `/settings` does. */
export const settingsErrors = defineWords({
  en: () => ({
    'may-not-change-settings': () =>
      'Only people who may manage this server can change its settings. Ask one of them, such as the person who made the server.',
  }),
});
