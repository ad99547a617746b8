import type { CommandNeed, Need } from '../../src/lesson/command/needs.js';
import { hasFailed } from './capability-lines.js';
import type { FoundCapabilities } from './result.js';
import type { ModelWords } from './words.js';

/** Whether a need is met; undefined where that could not be found out. */
type Judge = (capabilities: FoundCapabilities) => boolean | undefined;

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

/** Which commands work with a model, and which do not and why, in lines of markdown. */
export function commandLines(
  capabilities: FoundCapabilities,
  commands: readonly CommandNeed[],
  words: ModelWords,
): string[] {
  const judged = commands.map(({ command, variant, need }) => {
    return { name: words.command(command, variant), need, isMet: JUDGES[need](capabilities) };
  });
  return [
    words.works(judged.filter(({ isMet }) => isMet).map(({ name }) => name)),
    ...judged
      .filter(({ isMet }) => !isMet)
      .map(({ name, need, isMet }) => (isMet === undefined ? words.mayWork(name) : words.doesNotWork(name, need))),
  ];
}
