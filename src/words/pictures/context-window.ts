import type { Language } from '../language.js';

/** How much of a context window is taken, and what a model that sees less of a talk answers. */
export function contextWindowWords({ count, plural, percent }: Language) {
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  return {
    entry: (name: string, amount: number) => `${name} ${count(amount)}`,
    free: (amount: number) => `free ${count(amount)}`,
    untold: 'the server does not tell how large its window is',
    contents: (window: number | undefined, parts: readonly { readonly name: string; readonly count: number }[]) => {
      const room =
        window === undefined
          ? 'The server does not tell how large the window is.'
          : `The window has room for ${tokens(window)}.`;
      const used = parts.map((part) => `${part.name} ${count(part.count)}`).join(', ');
      return `${room} In tokens: ${used}. They are`;
    },
    from: (part: string) => `(${part})`,
    rows: 'What the model could see, and what came of it',
    fell: 'fell off',
    atMost: (chance: number) => {
      const shown = percent(chance);
      return shown.startsWith('<') ? shown : `≤ ${shown}`;
    },
    chance: (chance: number) => percent(chance),
    row: (seen: readonly { readonly name: string; readonly count: number }[], value: string) =>
      `${seen.map((part) => `${part.name} ${tokens(part.count)}`).join(', ')}: ${value}`,
    nothing: 'Nothing to show.',
  };
}
