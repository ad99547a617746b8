import type { Command } from '../../discord/command.js';
import { type LookingCommand, looksLabel, storedLook } from '../looks.js';
import type { DefinedCommand } from './defined-command.js';

/**
 * A command that is not yet what it asks and a view.
 *
 * @param subjectOf what its replies are about, for those that have links
 */
export function legacy(command: Command, subjectOf?: DefinedCommand['subjectOf']): DefinedCommand {
  const { look } = command.actions;
  return {
    name: command.name,
    leadsTo: [],
    needs: [],
    link: () => looksLabel(command.name as LookingCommand),
    takes: ({ asQuestion }) =>
      look !== undefined && (asQuestion === undefined || !['nextword', 'generate', 'surprise'].includes(command.name)),
    subjectOf: subjectOf ?? (() => Promise.reject(new Error(`${command.name} leads nowhere`))),
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
              const { prompt, model, asQuestion } = await set.get(source).subjectOf(services, press.runId, part);
              const runId = await storedLook.create(services, { prompt, model, asQuestion });
              return look.run({ ...press, runId }, services);
            },
          },
        }),
      },
    }),
  };
}
