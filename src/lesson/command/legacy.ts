import type { Command } from '../../discord/command.js';
import { UserError } from '../../errors.js';
import { type LookingCommand, looksLabel, storedLook } from '../looks.js';
import type { DefinedCommand } from './defined-command.js';

/** A command that is not yet what it asks and a view. */
export function legacy(command: Command): DefinedCommand {
  const { look } = command.actions;
  return {
    name: command.name,
    leadsTo: [],
    needs: [
      {
        name: `/${command.name}`,
        need: ({ ask: 'chat', compare: 'texts' } as const)[command.name as 'ask'] ?? 'logprobs',
      },
    ],
    link: () => looksLabel(command.name as LookingCommand),
    takes: ({ asQuestion }) =>
      look !== undefined && (asQuestion === undefined || !['nextword', 'generate', 'surprise'].includes(command.name)),
    subjectOf: () => Promise.resolve(undefined),
    inSet: (set) => ({
      ...command,
      actions: {
        ...command.actions,
        ...(look && {
          from: {
            respond: 'reply' as const,
            async run(press, services) {
              const [source = '', ...value] = (press.value ?? '').split('.');
              const part = value.length === 0 ? undefined : value.join('.');
              const subject = await set.find(source)?.subjectOf(services, press.runId, part);
              if (subject === undefined) throw new UserError('This cannot be opened from here.');
              const { prompt, model, asQuestion } = subject;
              const runId = await storedLook.create(services, { prompt, model, asQuestion });
              return look.run({ ...press, runId }, services);
            },
          },
        }),
      },
    }),
  };
}
