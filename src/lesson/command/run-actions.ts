import type { Action, Command, Press } from '../../discord/command.js';
import type { PressTarget } from '../../discord/reply.js';
import type { Services } from '../../services.js';
import { ASK_ON, WORDS } from './ask-on.js';
import type { ActionDefinition, Place, RunDefinition } from './definition.js';
import { embeddedServices, FROM_ELSEWHERE, servicesAt } from './elsewhere.js';
import { EXPLAIN, viewExplanation } from './explanation.js';
import type { Running } from './running.js';
import { parseTurn, turning } from './turning.js';

/** What the buttons, menus and forms of a command's replies do, by their names in custom ids. */
export function runActions<R>(definition: RunDefinition<R>, running: Running<R>): Command['actions'] {
  const { actions = {}, explain, from, on } = definition;
  const entries = Object.entries(actions).flatMap(([name, action]): [string, Action][] => [
    [name, actionOf(name, action, running, definition.askedAt)],
    ...(action.kind === 'look' ? [turn(running, { name, view: action.view })] : []),
  ]);
  return Object.fromEntries([
    ...entries,
    turn(running, undefined),
    ...(from === undefined ? [] : openings(from, running, definition.askedAt !== undefined)),
    ...(on === undefined ? [] : [[ASK_ON, openedByWords(on, running)] satisfies [string, Action]]),
    ...(explain === undefined ? [] : [[EXPLAIN, actionOf(EXPLAIN, explaining(explain), running, undefined)]]),
  ]);
}

function actionOf<R>(
  name: string,
  action: ActionDefinition<R>,
  running: Running<R>,
  askedAt: RunDefinition<R>['askedAt'],
): Action {
  const { store, withNeeds, show, shownAnew, begin, changeIn } = running;
  const { form } = action;
  const keepsWords = (action.kind === 'move' || action.kind === 'add') && action.keepsWords;
  const by = ({ user, fields }: Press) => ({ user, hasWords: keepsWords && Object.keys(fields).length > 0 });
  const at = (result: R, services: Services) => servicesAt(askedAt?.(result), services);
  switch (action.kind) {
    case 'look':
      return {
        respond: action.respond,
        form,
        run: async (press, services) =>
          shownAnew(await store.load(services, press.runId), press, services, { sight: { name, view: action.view } }),
      };
    case 'move':
      return {
        respond: 'update',
        form,
        async run(press, services) {
          const before = await store.load(services, press.runId);
          if (isLate(before, press)) return shownAnew(before, press, services, { isLate: true });
          const result = await action.move(before.result, withNeeds(press), await at(before.result, services));
          const revision = await store.save(services, press.runId, result, before.revision, by(press));
          if (revision !== undefined) return shownAnew({ result, revision }, press, services);
          return shownAnew(await store.load(services, press.runId), press, services, { isLate: true });
        },
      };
    case 'add':
      return {
        respond: 'update',
        // Who pressed is told aside, and so misses nothing. A press that came too late has more to say.
        addsUp: action.aside !== undefined && !action.fromView,
        form,
        async run(press, services) {
          const before = await store.load(services, press.runId);
          if (action.fromView && isLate(before, press)) return shownAnew(before, press, services, { isLate: true });
          const there = await at(before.result, services);
          const added = await action.ask(before.result, withNeeds(press), there, changeIn(services, press));
          const changed = await store.change(services, press.runId, added, by(press));
          const { aside } = action;
          const shown = shownAnew(changed, press, services);
          if (aside === undefined) return shown;
          const view = (result: R, place: Place) => aside(result, withNeeds(press), place) ?? { blocks: [] };
          const told = show(changed, press, { sight: { name, view } });
          return { ...shown, aside: told.blocks.length === 0 ? undefined : told };
        },
      };
    case 'answer':
      return {
        respond: action.respond,
        form,
        async run(press, services) {
          const { result } = await store.load(services, press.runId);
          const answer = await action.answer(result, withNeeds(press), await at(result, services));
          return running.replyOf(answer, result, press);
        },
      };
    case 'begin':
      return {
        respond: action.respond,
        form,
        async run(press, services) {
          const result = await running.resultBehind(press, services);
          const there = await at(result, services);
          return begin(press, there, (context) =>
            action.ask(result, { ...press, ...context }, there, changeIn(services, press)),
          );
        },
      };
  }
}

/** Shows another page of the picture of one sight of a result; of the command's own by default. */
function turn<R>(
  { store, shownAnew }: Running<R>,
  sight: { readonly name: string; readonly view: RunDefinition<R>['view'] } | undefined,
): [string, Action] {
  const action: Action = {
    respond: 'update',
    async run({ value: carried, ...press }, services) {
      const { page, value, choice } = parseTurn(carried);
      const stored = await store.load(services, press.runId);
      return shownAnew(stored, { ...press, value, choice }, services, { sight, page });
    },
  };
  return [turning(sight?.name), action];
}

/** What opens the command from another one's reply; and from a refusal to, which asks the embedded model instead. */
function openings<R>(
  from: NonNullable<RunDefinition<R>['from']>,
  running: Running<R>,
  mayGoElsewhere: boolean,
): [string, Action][] {
  const opened = (press: Press): PressTarget => ({ action: FROM_ELSEWHERE, runId: press.runId, value: press.value });
  const here = openedFrom(from, running, {
    ...(mayGoElsewhere && { elsewhere: (press) => async () => opened(press) }),
  });
  if (!mayGoElsewhere) return [['from', here]];
  const there = openedFrom(from, running, { at: embeddedServices });
  return [
    ['from', here],
    [FROM_ELSEWHERE, there],
  ];
}

function openedFrom<R>(
  { respond = 'reply', isKept, ask }: NonNullable<RunDefinition<R>['from']>,
  { takenSubject, begin, show, withNeeds }: Running<R>,
  how: {
    readonly elsewhere?: (press: Press) => () => Promise<PressTarget>;
    /** Where it is asked; what is asked for then names no model of the connected endpoint. */
    readonly at?: (services: Services) => Promise<Services>;
  },
): Action {
  return {
    respond,
    async run(press, services) {
      const taken = await takenSubject(press, services);
      const about = how.at === undefined ? taken : { ...taken, model: undefined };
      const there = (await how.at?.(services)) ?? services;
      if (isKept?.(about) ?? true) {
        return begin(press, there, (context) => ask(about, context, there), {
          about,
          elsewhere: how.elsewhere?.(press),
        });
      }
      const result = await ask(about, withNeeds(press), there);
      return show({ result, revision: 1 }, press, { from: about });
    },
  };
}

function openedByWords<R>(
  { takes, ask, form }: NonNullable<RunDefinition<R>['on']>,
  { takenSubject, begin }: Running<R>,
): Action {
  return {
    respond: 'reply',
    form,
    takesWords: WORDS,
    async run(press, services) {
      const about = await takenSubject(press, services, { takes });
      return begin(press, services, (context) => ask(press.fields[WORDS] ?? '', about, context, services), { about });
    },
  };
}

function explaining<R>(explain: NonNullable<RunDefinition<R>['explain']>): ActionDefinition<R> {
  return {
    kind: 'look',
    respond: 'private',
    view: (result, place) => viewExplanation(explain(result, place), place.locale),
  };
}

/** Whether a press that goes on from what it shows comes from an earlier view. */
function isLate({ revision }: { readonly revision: number }, { value }: Press): boolean {
  return String(revision) !== value;
}
