/** Somebody who can be mentioned. */
export interface Mentionable {
  readonly id: string;
  readonly name: string;
}

/** An `@` that is being typed: where it stands, and what comes after it up to the caret. */
export interface TypedMention {
  readonly start: number;
  readonly typed: string;
}

const MAX_TYPED = 32;

/** The mention that is typed before the caret, or undefined where none is. */
export function typedMention(text: string, caret: number): TypedMention | undefined {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf('@');
  if (start < 0 || (start > 0 && /[\p{L}\p{N}]/u.test(before.charAt(start - 1)))) return undefined;
  const typed = before.slice(start + 1);
  return typed.length > MAX_TYPED || /\n/.test(typed) ? undefined : { start, typed };
}

/** Those whose name begins with what is typed, or a word of it does. */
export function matchMentions(all: readonly Mentionable[], typed: string): Mentionable[] {
  const wanted = typed.toLowerCase();
  return all.filter(({ name }) => {
    const lower = name.toLowerCase();
    return lower.startsWith(wanted) || lower.split(' ').some((word) => word.startsWith(wanted));
  });
}

/** A text as it is sent: each `@Name` of somebody who is here as a mention of theirs. */
export function withMentions(text: string, all: readonly Mentionable[]): string {
  // The longest first: `@Ada Lovelace` is not `@Ada`.
  const names = [...all].sort((a, b) => b.name.length - a.name.length);
  if (names.length === 0) return text;
  const pattern = names.map(({ name }) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|');
  return text.replaceAll(
    new RegExp(`(?<![\\p{L}\\p{N}])@(${pattern})(?![\\p{L}\\p{N}])`, 'giu'),
    (whole, name: string) => {
      const found = names.find((one) => one.name.toLowerCase() === name.toLowerCase());
      return found ? `<@${found.id}>` : whole;
    },
  );
}
