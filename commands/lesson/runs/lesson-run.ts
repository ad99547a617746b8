import type { Picture } from '../../../src/charts/kinds/registry.js';
import { isUnsupported } from '../../../src/domain/model-failure.js';
import { UserError } from '../../../src/errors.js';
import type { TypedCommand } from '../../../src/lesson/command/defined-command.js';
import type { AskContext, Place } from '../../../src/lesson/command/definition.js';
import { embeddedServices } from '../../../src/lesson/command/elsewhere.js';
import {
  type DefinedValues,
  type OptionDefinitions,
  readOptions,
  specsOf,
} from '../../../src/lesson/command/options.js';
import { createResultStore } from '../../../src/lesson/command/result.js';
import type { View } from '../../../src/lesson/command/view.js';
import type { Services } from '../../../src/services.js';
import type { Truth } from './truth.js';

/** What a unit's file may say of one option. */
export type RunOptions = Readonly<Record<string, string | number>>;

/** What a run came to. */
export interface Found {
  /** Of the stored result, for the buttons that the command's own replies have. */
  readonly runId: string;
  readonly measured: Truth;
  /** As the command's own reply shows it; undefined where that has none. */
  readonly picture: Picture | undefined;
  /** Another endpoint than the connected one was asked, because that one cannot do it. */
  readonly isElsewhere: boolean;
}

/** What is measured. */
export interface Measuring {
  readonly measure: string;
  readonly of?: readonly string[] | undefined;
}

/** A command as a lesson runs it: its result is read by measures, and nothing of its reply but the picture is shown. */
export interface LessonRun {
  /** As the files of units name it. */
  readonly name: string;
  /** The command whose result it is: **Details** and **Explain** are its. */
  readonly command: string;
  readonly measures: readonly string[];
  /** @throws UserError for options that it does not take */
  check(options: RunOptions, locale: string): void;
  /** Runs it on the connected endpoint, and on the embedded model where that one cannot do it. */
  find(options: RunOptions, what: Measuring, context: AskContext, services: Services): Promise<Found>;
  /** The picture of a stored result; undefined where it has none. */
  picture(runId: string, locale: string, services: Services): Promise<Picture | undefined>;
}

/** A text that a run cannot do without; nobody but the file of a unit gives it. */
export function givenText(maxLength: number) {
  return { type: 'string', description: () => '', required: true, maxLength } as const;
}

/**
 * What of a command's result a prediction may be about; undefined where the endpoint did not tell it, so that another one is
 * asked. @param of what the file of a unit asks for
 */
export type Measures<R> = Readonly<Record<string, (result: R, of: readonly string[]) => Truth | undefined>>;

/** Puts together how a lesson runs a command. */
export function defineLessonRun<S extends OptionDefinitions, R>(
  command: TypedCommand<S, R>,
  definition: {
    /** The command's own by default. */
    readonly name?: string;
    readonly measures: Measures<R>;
    /** What it takes, where that is not what the slash command takes. */
    readonly options?: OptionDefinitions;
    /** Where it is more than what the slash command does. */
    readonly ask?: (options: RunOptions, context: AskContext, services: Services) => Promise<R>;
    /** Where another view of the result shows the picture. */
    readonly view?: (result: R, place: Place) => View;
  },
): LessonRun {
  const { name = command.name, measures, view = command.view, options: own } = definition;
  const store = createResultStore(command.name, command.result, true);
  const ask =
    definition.ask ??
    ((options: RunOptions, context: AskContext, services: Services) =>
      command.ask(readRunOptions(command.options, options, context.locale), context, services));
  return {
    name,
    command: command.name,
    measures: Object.keys(measures),
    check(options, locale) {
      if (definition.ask === undefined || own !== undefined) readRunOptions(own ?? command.options, options, locale);
    },
    async find(options, { measure, of = [] }, context, services) {
      const read = measures[measure];
      if (read === undefined) throw new UserError('lesson-measures-nothing', { measure });
      const { result, measured, isElsewhere } = await askHereOrThere(async (where) => {
        const found = await ask(options, context, where);
        return { result: found, measured: read(found, of) };
      }, services);
      if (measured === undefined) throw new UserError('lesson-measures-nothing', { measure });
      const runId = await store.create(services, result, context);
      return { runId, measured, picture: pictureOf(view(result, placeOf(runId, context.locale))), isElsewhere };
    },
    async picture(runId, locale, services) {
      const { result } = await store.load(services, runId);
      return pictureOf(view(result, placeOf(runId, locale)));
    },
  };
}

/**
 * What a unit's file says of a run's options, as that run takes them.
 *
 * @throws UserError for options that it does not take
 */
export function readRunOptions<S extends OptionDefinitions>(
  definitions: S,
  options: RunOptions,
  locale: string,
): DefinedValues<S> {
  return readOptions<S>(
    specsOf(definitions, locale),
    Object.entries(options).map(([name, value]) => ({ name, value })),
  );
}

async function askHereOrThere<F extends { readonly measured: Truth | undefined }>(
  ask: (services: Services) => Promise<F>,
  services: Services,
): Promise<F & { isElsewhere: boolean }> {
  const { tiny } = services.model.endpoint;
  try {
    const found = await ask(services);
    if (tiny || found.measured !== undefined) return { ...found, isElsewhere: false };
  } catch (error) {
    if (!isUnsupported(error) || tiny) throw error;
  }
  return { ...(await ask(await embeddedServices(services))), isElsewhere: true };
}

/** A new reply; nothing on the picture is pressed. */
function placeOf(runId: string, locale: string): Place {
  return { runId, revision: 1, locale, page: 0, turn: () => ({ action: 'none', runId }) };
}

function pictureOf({ blocks }: View): Picture | undefined {
  for (const block of blocks) {
    if (block.kind === 'picture') return block.picture;
    if (block.kind === 'animation') return block.still;
  }
  return undefined;
}
