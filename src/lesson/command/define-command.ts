import type { Action, Command, Press, RunContext } from '../../discord/command.js';
import type { Reply } from '../../discord/reply.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import { explainAction } from '../explain.js';
import type { CommandSet, DefinedCommand, TypedCommand } from './defined-command.js';
import type { ActionDefinition, AskContext, ChangeResult, CommandDefinition, RunDefinition } from './definition.js';
import { linksIn } from './links.js';
import type { CommandNeed } from './needs.js';
import { type OptionDefinitions, readOptions, specsOf } from './options.js';
import { createResultStore, type StoredResult } from './result.js';
import type { Subject } from './subject.js';
import type { View } from './view.js';

/** The language in which Discord is told of commands. */
const TOLD_IN = 'en-US';

/** Defines a slash command; the types of `options` in `ask` follow from the specification. */
export function defineCommand<const S extends OptionDefinitions, R>(
  definition: CommandDefinition<S, R>,
): TypedCommand<S, R> {
  const { name, needs, alsoNeeds = [], ask, messageMenu } = definition;
  const specs = specsOf(definition.options, TOLD_IN);
  const run = defineRun(
    definition,
    [{ command: name, need: needs }, ...alsoNeeds.map((more) => ({ command: name, ...more }))],
    ({ begin }) => ({
      description: definition.description(TOLD_IN),
      isForManagers: definition.isForManagers,
      options: specs,
      autocomplete: definition.autocomplete ?? {},
      prepare(sent) {
        const options = readOptions<S>(specs, sent);
        return (context, services) => begin(context, services, (asking) => ask(options, asking, services));
      },
      ...(messageMenu && {
        messageMenu: {
          name: messageMenu.name(TOLD_IN),
          run: ({ text, ...context }, services) =>
            begin(context, services, (asking) => ask(messageMenu.options(text), asking, services)),
        },
      }),
    }),
  );
  return { ...run, ask, view: definition.view, result: definition.result };
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

/** How a reply of one command is made, within the set of all. */
interface Running<R> {
  /** Finds a result, stores it and shows it. */
  readonly begin: (context: RunContext, services: Services, ask: (context: AskContext) => Promise<R>) => Promise<Reply>;
}

function defineRun<R>(
  definition: RunDefinition<R>,
  needs: readonly CommandNeed[],
  slash: (running: Running<R>) => Omit<Command, 'name' | 'actions'>,
): DefinedCommand {
  const { name, leadsTo = [], from, lesson, subject, actions = {} } = definition;
  const store = createResultStore(name, definition.result, needs.length > 0);
  const inSet = (set: CommandSet): Command => {
    const withNeeds = <C extends RunContext>(context: C): C & AskContext => ({ ...context, commandNeeds: set.needs });

    /** A view as a reply. */
    const replyOf = (view: View, result: R, runId: string, locale: string): Reply => {
      const subjectOf = (part: string | undefined) => subject?.(result, part);
      const context = { name, runId, leadsTo, locale, set, subjectOf };
      return { tone: view.tone, blocks: linksIn(view.blocks, context) };
    };

    const show = (
      { result, revision }: StoredResult<R>,
      { runId, ...press }: Pick<Press, 'runId' | 'locale'> & Partial<Pick<Press, 'value' | 'choice'>>,
      how: { readonly view?: typeof definition.view; readonly isLate?: boolean } = {},
    ): Reply => {
      const { value, choice, locale } = press;
      const place = { runId, revision, locale, value, choice, isLate: how.isLate };
      return replyOf((how.view ?? definition.view)(result, place), result, runId, locale);
    };

    const begin: Running<R>['begin'] = async (context, services, ask) => {
      const result = await ask(withNeeds(context));
      const runId = await store.create(services, result);
      return show({ result, revision: 1 }, { runId, locale: context.locale });
    };

    const changeIn =
      (services: Services): ChangeResult<R> =>
      async (runId, change) =>
        (await store.change(services, runId, change)).result;

    const takenSubject = async (press: Press, services: Services): Promise<Subject> => {
      const about = await subjectOfLink(press, set, services);
      if (about === undefined || !takes(about)) throw new UserError('not-opened-from-here');
      return about;
    };

    /** The stored result that a press is about; of one that is not kept, the same from what it came from. */
    const resultBehind = async (press: Press, services: Services): Promise<R> => {
      if (from?.isKept === undefined || press.value === undefined) {
        return (await store.load(services, press.runId)).result;
      }
      const about = await takenSubject(press, services);
      return from.ask(about, withNeeds(press), services);
    };

    const actionOf = (action: ActionDefinition<R>): Action => {
      const { form } = action;
      switch (action.kind) {
        case 'look':
          return {
            respond: action.respond,
            form,
            run: async (press, services) => show(await store.load(services, press.runId), press, action),
          };
        case 'move':
          return {
            respond: 'update',
            form,
            async run(press, services) {
              const before = await store.load(services, press.runId);
              if (isLate(before, press)) return show(before, press, { isLate: true });
              const result = await action.move(before.result, withNeeds(press), services);
              const revision = await store.save(services, press.runId, result, before.revision);
              if (revision !== undefined) return show({ result, revision }, press);
              return show(await store.load(services, press.runId), press, { isLate: true });
            },
          };
        case 'add':
          return {
            respond: 'update',
            form,
            async run(press, services) {
              const before = await store.load(services, press.runId);
              if (action.fromView && isLate(before, press)) return show(before, press, { isLate: true });
              const added = await action.ask(before.result, withNeeds(press), services, changeIn(services));
              return show(await store.change(services, press.runId, added), press);
            },
          };
        case 'answer':
          return {
            respond: action.respond,
            form,
            async run(press, services) {
              const { runId, locale } = press;
              const { result } = await store.load(services, runId);
              const view = await action.answer(result, withNeeds(press), services);
              return replyOf(view, result, runId, locale);
            },
          };
        case 'begin':
          return {
            respond: action.respond,
            form,
            async run(press, services) {
              const result = await resultBehind(press, services);
              return begin(press, services, (context) =>
                action.ask(result, { ...press, ...context }, services, changeIn(services)),
              );
            },
          };
      }
    };

    const fromOther: Action | undefined = from && {
      respond: from.respond ?? 'reply',
      async run(press, services) {
        const about = await takenSubject(press, services);
        if (from.isKept?.(about) ?? true) {
          return begin(press, services, (context) => from.ask(about, context, services));
        }
        const result = await from.ask(about, withNeeds(press), services);
        return show({ result, revision: 1 }, press);
      },
    };

    return {
      name,
      ...slash({ begin }),
      actions: {
        ...Object.fromEntries(Object.entries(actions).map(([key, action]) => [key, actionOf(action)])),
        ...(fromOther && { from: fromOther }),
        ...(lesson && explainAction(lesson)),
      },
    };
  };

  const takes = (about: Subject): boolean => from !== undefined && (from.takes?.(about) ?? true);
  return {
    name,
    leadsTo,
    needs,
    link: (locale) => definition.link?.(locale) ?? name,
    takes,
    subjectOf: async (services, runId, value) => subject?.((await store.load(services, runId)).result, value),
    inSet,
  };
}

/** Whether a press that goes on from what it shows comes from an earlier view. */
function isLate({ revision }: { readonly revision: number }, { value }: Press): boolean {
  return String(revision) !== value;
}

/** What the reply is about whose link was pressed; undefined where it comes from no reply of this version. */
async function subjectOfLink(
  { runId, value = '' }: Press,
  set: CommandSet,
  services: Services,
): Promise<Subject | undefined> {
  const [source = '', ...part] = value.split('.');
  return set.find(source)?.subjectOf(services, runId, part.length === 0 ? undefined : part.join('.'));
}
