import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import type { Command, RunContext } from '../command.js';
import { type PressId, parseGoOn } from '../custom-id.js';
import { stopKeyOf } from '../present/present.js';
import type { Reply } from '../reply.js';
import type { Task } from './find-task.js';
import type { Said } from './incoming.js';

/** Words fit into the form that would ask for them. */
const MAX_WORDS = 4000;

/** An action that takes what somebody says, on one run. */
interface WordsTarget {
  readonly command: Command;
  readonly id: PressId;
  readonly run: (words: string, context: RunContext, services: Services) => Promise<Reply>;
}

/** Finds what to do with a message to the bot. Undefined where it is not meant for the bot. */
export type WordsFinder = (said: Said) => Task | undefined;

/**
 * Creates a finder over the commands. A message that answers a reply does what the button of that reply does which asks for
 * words. Any other one begins anew; or it goes on with the newest such reply, where nobody else talks to the bot.
 */
export function createWordsFinder(commands: readonly Command[]): WordsFinder {
  const byName = new Map(commands.map((command) => [command.name, command]));
  const starting = commands.find(({ said }) => said !== undefined);

  const targetOf = (value: string): WordsTarget | undefined => {
    const id = parseGoOn(value);
    const command = id && byName.get(id.command);
    const action = id && command && Object.hasOwn(command.actions, id.action) ? command.actions[id.action] : undefined;
    const field = action?.takesWords;
    if (id === undefined || command === undefined || action === undefined || field === undefined) return undefined;
    const press = { runId: id.runId, value: id.value, choice: undefined };
    const run: WordsTarget['run'] = (words, context, services) =>
      action.run({ ...context, ...press, fields: { [field]: words } }, services);
    return { command, id, run };
  };

  /** @throws UserError where it leads to several, of which nobody knows which one is meant */
  const onlyTarget = (leadsTo: readonly string[]): WordsTarget | undefined => {
    const [target, ...others] = leadsTo.flatMap((value) => targetOf(value) ?? []);
    const isOne = others.every(({ id }) => id.runId === target?.id.runId && id.value === target.id.value);
    if (!isOne) throw new UserError('several-answers-to-go-on-from');
    return target;
  };

  const begin = ({ text, answers }: Said, context: RunContext, services: Services): Promise<Reply> => {
    const about = answers?.leadsTo === undefined ? answers : undefined;
    if (starting?.said === undefined) throw new UserError('button-outdated');
    return starting.said({ ...context, text, about }, services);
  };

  const goOn = async (said: Said, context: RunContext, services: Services): Promise<Reply> => {
    const recent = await said.respond.recent();
    const newest = recent.find((leadsTo) => leadsTo.some((value) => targetOf(value) !== undefined));
    const target = newest && onlyTarget(newest);
    if (target === undefined) return begin(said, context, services);
    try {
      return await target.run(said.text, context, services);
    } catch (error) {
      // Nobody pointed at what was said so long ago.
      if (!(error instanceof UserError) || error.fact.code !== 'run-not-kept') throw error;
      return begin(said, context, services);
    }
  };

  return (said) => {
    const { text, answers, isAddressed, goesOn } = said;
    const own = answers?.leadsTo;
    const target = own && onlyTarget(own);
    if (target === undefined && own !== undefined && !isAddressed && !goesOn) {
      if (own.some((value) => stopKeyOf(value) !== undefined)) throw new UserError('reply-still-grows');
      // People talk about a picture among themselves: Discord takes every answer for a mention.
      return undefined;
    }
    if (text.trim() === '') {
      if (target !== undefined || isAddressed || goesOn) throw new UserError('message-says-nothing');
      return undefined;
    }
    if (text.length > MAX_WORDS) throw new UserError('message-too-long');
    if (answers !== undefined && own === undefined && answers.text === '' && !goesOn) {
      throw new UserError('answered-message-unseen');
    }
    const about = answers !== undefined && own === undefined ? [answers.text] : [];
    const texts = async () => [text, ...about];
    const shared = { destination: 'reply', queueKey: undefined, texts } as const;
    if (target !== undefined) {
      return { ...shared, command: target.command, run: (context, services) => target.run(text, context, services) };
    }
    if (starting === undefined) return undefined;
    return {
      ...shared,
      command: starting,
      // What somebody writes in the meantime goes on with this one's answer.
      queueKey: goesOn ? `said ${said.channel.id}` : undefined,
      run: (context, services) => (goesOn ? goOn(said, context, services) : begin(said, context, services)),
    };
  };
}
