import type { CommandNeed, Need } from '../../src/lesson/command/needs.js';
import { hasFailed } from './capability-lines.js';
import type { FoundCapabilities } from './result.js';
import type { ModelWords } from './words.js';

/** Whether a need is met; undefined where that could not be found out. */
type Judge = (capabilities: FoundCapabilities) => boolean | undefined;

/** A command, or one way to use it, and whether it works with a model: undefined where that could not be found out. */
export interface JudgedCommand extends CommandNeed {
  readonly isMet: boolean | undefined;
}

const hasLogprobs: Judge = (capabilities) => {
  if (capabilities.completions.listed > 0 || capabilities.chat.listed > 0) return true;
  return hasFailed(capabilities, 'completions') || hasFailed(capabilities, 'chat') ? undefined : false;
};

const hasChat: Judge = (capabilities) =>
  capabilities.chat.available || (hasFailed(capabilities, 'chat') ? undefined : false);

const JUDGES: Readonly<Record<Need, Judge>> = {
  nothing: () => true,
  logprobs: hasLogprobs,
  chat: hasChat,
  texts: (capabilities) => hasChat(capabilities) || hasLogprobs(capabilities),
  scoring: ({ scoring }) => (scoring === undefined ? undefined : scoring !== 'none'),
  tokenizer: ({ tokenizer }) => (tokenizer === undefined ? undefined : tokenizer !== 'none'),
};

/** Which commands work with a model. */
export function judge(capabilities: FoundCapabilities, commands: readonly CommandNeed[]): JudgedCommand[] {
  return commands.map((one) => ({ ...one, isMet: JUDGES[one.need](capabilities) }));
}

/**
 * Which commands work with a model, and which do not and why, in lines of markdown; those that lack the same share a line.
 *
 * @param how `failing`: a way to use a command is told of only where it does not work
 */
export function commandLines(
  judged: readonly JudgedCommand[],
  words: ModelWords,
  { variants }: { readonly variants: 'all' | 'failing' },
): string[] {
  const nameOf = ({ command, variant }: CommandNeed) => words.command(command, variant);
  const working = judged.filter(({ isMet, variant }) => isMet && (variants === 'all' || variant === undefined));
  const unknown = judged.filter(({ isMet }) => isMet === undefined);
  const needs = new Set(judged.filter(({ isMet }) => isMet === false).map(({ need }) => need));
  return [
    ...(working.length === 0 ? [] : [words.works(working.map(nameOf))]),
    ...[...needs].map((need) => {
      const failing = judged.filter((one) => one.isMet === false && one.need === need);
      return words.doesNotWork(failing.map(nameOf), need);
    }),
    ...(unknown.length === 0 ? [] : [words.mayWork(unknown.map(nameOf))]),
  ];
}
