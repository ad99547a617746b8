import type { Capabilities } from '../../src/domain/capabilities.js';
import { hasFailed } from './capability-lines.js';

/** What a command needs of an endpoint. */
interface Need {
  readonly isMet: (capabilities: Capabilities) => boolean;
  /** That it could not be found out whether it is met, where it is not. */
  readonly isUnknown: (capabilities: Capabilities) => boolean;
  /** Why the command does not work without. */
  readonly lack: string;
}

const nothing: Need = { isMet: () => true, isUnknown: () => false, lack: '' };

const chat: Need = {
  isMet: (capabilities) => capabilities.chat.available,
  isUnknown: (capabilities) => hasFailed(capabilities, 'chat'),
  lack: 'the endpoint has no chat for it',
};

const logprobs: Need = {
  isMet: (capabilities) => capabilities.completions.listed > 0 || capabilities.chat.listed > 0,
  isUnknown: (capabilities) => hasFailed(capabilities, 'completions') || hasFailed(capabilities, 'chat'),
  lack: 'no logprobs come',
};

const tokenizer: Need = {
  isMet: (capabilities) => capabilities.tokenizer !== undefined && capabilities.tokenizer !== 'none',
  isUnknown: (capabilities) => capabilities.tokenizer === undefined,
  lack: 'the server has none to ask',
};

const scoring: Need = {
  isMet: ({ scoring: method }) => method !== undefined && method !== 'none',
  isUnknown: ({ scoring: method }) => method === undefined,
  lack: 'no probabilities of a text come',
};

/** Either is enough to compare texts. */
const texts: Need = {
  isMet: (capabilities) => chat.isMet(capabilities) || logprobs.isMet(capabilities),
  isUnknown: logprobs.isUnknown,
  lack: 'the endpoint has no chat for it and no logprobs come',
};

/** Every command that has to do with a model, and what it needs. */
const COMMANDS: readonly (readonly [command: string, need: Need])[] = [
  ['/tokenize', nothing],
  ['/tokenize with the model’s own tokenizer', tokenizer],
  ['/nextword', logprobs],
  ['/temperature', logprobs],
  ['/sampling', logprobs],
  ['/generate', logprobs],
  ['/dice', logprobs],
  ['/surprise', scoring],
  ['/ask', chat],
  ['/compare', texts],
];

/** Which commands work with a model, and which do not and why, in lines of markdown. */
export function commandLines(capabilities: Capabilities): string[] {
  const works = COMMANDS.filter(([, { isMet }]) => isMet(capabilities)).map(([command]) => command);
  const others = COMMANDS.filter(([, { isMet }]) => !isMet(capabilities)).map(([command, { isUnknown, lack }]) =>
    isUnknown(capabilities)
      ? `**Not found out:** whether ${command} works`
      : `**Does not work:** ${command}, for ${lack}`,
  );
  return [`**Works with it:** ${works.join(', ')}`, ...others];
}
