import type { Press, RunContext } from '../../discord/command.js';
import type { PressTarget, Reply } from '../../discord/reply.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import { temperatureHere } from '../options/as-set.js';
import type { CommandSet } from './defined-command.js';
import type { AskContext, ChangeResult, Place, RunDefinition } from './definition.js';
import { isElsewhere, refuseKindly } from './elsewhere.js';
import { linksIn } from './links.js';
import type { Changer, ResultStore, StoredResult } from './result.js';
import type { Subject } from './subject.js';
import { turning, turnValue } from './turning.js';
import type { View } from './view.js';

/** How the results of one command are found, kept and shown, within the set of all commands. */
export interface Running<R> {
  readonly store: ResultStore<R>;
  /** What `ask` gets, of what a run or a press has. */
  readonly withNeeds: <C extends RunContext>(context: C) => C & AskContext;
  /** A view of a result as a reply. */
  readonly replyOf: (view: View, result: R, at: Pick<Press, 'runId' | 'locale'>) => Reply;
  /** Shows a result as the command itself does, or as `how` says. */
  readonly show: (stored: StoredResult<R>, press: Shown, how?: Showing<R>) => Reply;
  /** The same, which can be shown anew as it is by then. */
  readonly shownAnew: (stored: StoredResult<R>, press: Shown, services: Services, how?: Showing<R>) => Reply;
  /** Finds a result, stores it and shows it. */
  readonly begin: (
    context: RunContext & Partial<Pick<Press, 'runId'>>,
    services: Services,
    ask: (context: AskContext) => Promise<R>,
    how?: Beginning,
  ) => Promise<Reply>;
  readonly changeIn: (services: Services, by: Changer) => ChangeResult<R>;
  /** What the reply is about that this command was opened from; rejects with a `UserError` where it cannot start from that. */
  readonly takenSubject: (
    press: Press,
    services: Services,
    how?: { readonly takes?: (subject: Subject) => boolean },
  ) => Promise<Subject>;
  /** The stored result that a press is about; of one that is not kept, the same from what it came from. */
  readonly resultBehind: (press: Press, services: Services) => Promise<R>;
}

/** The press that leads to what is shown. */
type Shown = Pick<Press, 'runId' | 'locale'> & Partial<Pick<Press, 'value' | 'choice'>>;

interface Showing<R> extends Pick<Place, 'isLate' | 'from'> {
  /** That of an action which shows the result in another way than the command's own, and its name. */
  readonly sight?: { readonly name: string; readonly view: RunDefinition<R>['view'] } | undefined;
  readonly page?: number;
}

interface Beginning {
  /** What the reply is about that this command was opened from. */
  readonly about?: Subject | undefined;
  /** Where a press leads that asks the same of the embedded model, which is offered where the endpoint cannot do it. */
  readonly elsewhere?: (() => Promise<PressTarget>) | undefined;
}

/** Puts together how one command runs. */
export function createRunning<R>(definition: RunDefinition<R>, store: ResultStore<R>, set: CommandSet): Running<R> {
  const { name, leadsTo = [], from, subject } = definition;
  const running: Running<R> = {
    store,

    withNeeds: (context) => ({ ...context, commandNeeds: set.needs }),

    replyOf(view, result, { runId, locale }) {
      const subjectOf = (part: string | undefined) => subject?.(result, part, runId);
      return {
        tone: view.tone,
        isPrivate: view.isPrivate,
        blocks: linksIn(view.blocks, { name, runId, leadsTo, locale, set, subjectOf }),
      };
    },

    show({ result, revision }, { runId, locale, value, choice }, { sight, page = 0, ...more } = {}) {
      // What a press on the command's own view carried has done its work.
      const carried = sight && { value, choice };
      const turn: Place['turn'] = (to, other = sight?.name) => ({
        action: turning(other),
        runId,
        value: turnValue({ page: to, ...(other === sight?.name && carried) }),
      });
      const place = { runId, revision, locale, value, choice, page, turn, ...more };
      return running.replyOf((sight?.view ?? definition.view)(result, place), result, place);
    },

    shownAnew: (stored, press, services, how) => ({
      ...running.show(stored, press, how),
      anew: async () => running.show(await store.load(services, press.runId), press, how),
    }),

    async begin(context, services, ask, { about, elsewhere } = {}) {
      let result: R;
      try {
        result = await ask(running.withNeeds(context));
      } catch (error) {
        const refusal = elsewhere && (await refuseKindly(error, elsewhere, services, context.locale));
        if (refusal === undefined) throw error;
        return refusal;
      }
      const runId = await store.create(services, result, context);
      const press = { runId, locale: context.locale };
      return running.shownAnew({ result, revision: 1 }, press, services, { from: about });
    },

    changeIn: (services, by) => async (runId, change) => (await store.change(services, runId, change, by)).result,

    async takenSubject(press, services, how = from) {
      const about = await subjectOfLink(press, set, services);
      if (how === undefined || about === undefined || how.takes?.(about) === false) {
        throw new UserError('not-opened-from-here');
      }
      const isElsewhereNow = about.endpoint !== undefined && isElsewhere(about.endpoint, services);
      return withinRules(isElsewhereNow ? { ...about, model: undefined } : about, press);
    },

    async resultBehind(press, services) {
      if (from?.isKept === undefined || press.value === undefined) {
        return (await store.load(services, press.runId)).result;
      }
      const about = await running.takenSubject(press, services);
      return from.ask(about, running.withNeeds(press), services);
    },
  };
  return running;
}

/** What was chosen before the place had a highest temperature is lowered to it. */
function withinRules(about: Subject, press: Press): Subject {
  const { sampling } = about;
  if (sampling?.temperature === undefined) return about;
  return { ...about, sampling: { ...sampling, temperature: temperatureHere(sampling.temperature, press) } };
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
