import type { Command, RunContext } from '../../discord/command.js';
import type { Services } from '../../services.js';
import { checkChosen } from '../options/as-set.js';
import { findAsked, keepAsked } from './asked-options.js';
import { type DefinedCommand, type TypedCommand, UNKNOWN_ROW } from './defined-command.js';
import type { CommandDefinition, RunDefinition } from './definition.js';
import { ASKED_ELSEWHERE, embeddedServices, isElsewhere } from './elsewhere.js';
import type { CommandNeed } from './needs.js';
import { type DefinedValues, type OptionDefinitions, readOptions, specsOf } from './options.js';
import { createResultStore } from './result.js';
import { runActions } from './run-actions.js';
import { createRunning, type Running } from './running.js';

/** The language in which Discord is told of commands. */
const TOLD_IN = 'en-US';

/** Defines a slash command; the types of `options` in `ask` follow from the specification. */
export function defineCommand<const S extends OptionDefinitions, R>(
  definition: CommandDefinition<S, R>,
): TypedCommand<S, R> {
  const { name, needs, alsoNeeds = [], ask, messageMenu, said } = definition;
  const specs = specsOf(definition.options, TOLD_IN);
  const run = defineRun(
    definition,
    [{ command: name, need: needs }, ...alsoNeeds.map((more) => ({ command: name, ...more }))],
    ({ begin }) => {
      const run = async (context: RunContext, services: Services, options: DefinedValues<S>) => {
        const { temperature, tokens, max_tokens: mostTokens = tokens } = options as Readonly<Record<string, unknown>>;
        // What a manager sets is not what somebody asks a model for.
        if (!definition.isForManagers) checkChosen(numberIn(temperature), context, numberIn(mostTokens));
        const reply = await begin(context, services, (asking) => ask(options, asking, services), {
          elsewhere: definition.askedAt && (() => keepAsked(name, options, services, context)),
        });
        return { ...reply, thread: definition.thread?.(options) };
      };
      return {
        description: definition.description(TOLD_IN),
        isForManagers: definition.isForManagers,
        isAlwaysAllowed: definition.isAlwaysAllowed,
        isForRoom: definition.isForRoom,
        options: specs,
        autocomplete: definition.autocomplete ?? {},
        prepare(sent) {
          const options = readOptions<S>(specs, sent);
          return (context, services) => run(context, services, options);
        },
        ...(messageMenu && {
          messageMenu: {
            name: messageMenu.name(TOLD_IN),
            run: async ({ text, ...context }, services) => run(context, services, messageMenu.options(text)),
          },
        }),
        ...(said && {
          said: async ({ text, about, ...context }, services) =>
            run(context, services, said({ text, about }, context.locale)),
        }),
        ...(definition.askedAt && {
          actions: {
            [ASKED_ELSEWHERE]: {
              respond: 'reply',
              async run(press, services) {
                const options = await findAsked<S>(name, press.runId, services);
                const there = await embeddedServices(services);
                return begin(press, there, (asking) => ask(options, asking, there));
              },
            },
          },
        }),
      };
    },
    definition.description,
  );
  return { ...run, options: definition.options, ask, view: definition.view, result: definition.result };
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Defines what is only reached from the replies of commands, such as **Details**. */
export function defineFollowUp<R>(definition: RunDefinition<R>): DefinedCommand {
  return defineRun(definition, [], () => ({
    isHidden: true,
    description: '',
    options: {},
    autocomplete: {},
    prepare: () => {
      throw new Error(`${definition.name} is no slash command`);
    },
  }));
}

function defineRun<R>(
  definition: RunDefinition<R>,
  needs: readonly CommandNeed[],
  slash: (running: Running<R>) => Omit<Command, 'name' | 'actions'> & Partial<Pick<Command, 'actions'>>,
  description?: (locale: string) => string,
): DefinedCommand {
  const { name, leadsTo = [], from, subject, link, hint = description } = definition;
  const store = createResultStore(name, definition.result, needs.length > 0);
  return {
    name,
    leadsTo,
    needs,
    linkWords: (locale) => ({ label: link?.(locale) ?? name, hint: hint?.(locale) }),
    takes: (about) => from !== undefined && (from.takes?.(about) ?? true),
    async subjectOf(services, runId, value) {
      const { result } = await store.load(services, runId);
      const about = subject?.(result, value, runId);
      const endpoint = definition.askedAt?.(result);
      // What opens from there asks the connected endpoint, which has none of the embedded models.
      return about && endpoint && isElsewhere(endpoint, services) ? { ...about, model: undefined } : about;
    },
    forget({ command, payload }, person) {
      if (definition.countsIn?.includes(command)) return payload;
      if (command !== name) return UNKNOWN_ROW;
      return store.without(payload, (result) => (definition.forget ?? ((whole) => whole))(result, person));
    },
    inSet(set) {
      const running = createRunning(definition, store, set);
      const own = slash(running);
      return { name, ...own, actions: { ...runActions(definition, running), ...own.actions } };
    },
  };
}
