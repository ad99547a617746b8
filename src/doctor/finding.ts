/** What was found of one thing that the bot needs. */
export interface Finding {
  /** `trouble`: the bot does not work with it. `note`: it works, and somebody should know. */
  readonly mark: 'well' | 'note' | 'trouble';
  /** What was looked at, in a word. */
  readonly about: string;
  /** What was found and, where it is not well, what to do. */
  readonly sentence: string;
}

/** An error in few words, for a sentence: those of the system say what happened by their code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = codeOf(error) ?? codeOf(cause);
  return code ?? (cause instanceof Error ? cause.message : error.message);
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
