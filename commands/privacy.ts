import { type Action, defineCommand, type Press, type RunContext } from '../src/discord/command.js';
import { type Button, buttons, type Reply, text } from '../src/discord/reply.js';
import { UserError } from '../src/errors.js';
import { type CommandSet, type DefinedCommand, UNKNOWN_ROW } from '../src/lesson/command/defined-command.js';
import { EXPLAIN, explainButton } from '../src/lesson/command/explanation.js';
import { lessonWords } from '../src/lesson/words.js';
import type { Services } from '../src/services.js';
import { findFacts } from './privacy/facts.js';
import { showMine } from './privacy/show.js';
import { privacyWords } from './privacy/words.js';

const NAME = 'privacy';

/** The language in which Discord is told of commands. */
const TOLD_IN = 'en-US';

/** What is kept of who asks, and where it goes. Nothing of its own replies is kept: what they show is found when it is asked for. */
export const privacy: DefinedCommand = {
  name: NAME,
  leadsTo: [],
  needs: [{ command: NAME, need: 'nothing' }],
  linkWords: () => ({ label: NAME }),
  takes: () => false,
  subjectOf: async () => undefined,
  forget: () => UNKNOWN_ROW,
  inSet: (set) => ({
    ...defineCommand({
      name: NAME,
      description: privacyWords(TOLD_IN).description,
      options: {},
      run: overview,
      actions: actionsIn(set),
    }),
    isAlwaysAllowed: true,
    isPrivate: true,
  }),
};

function actionsIn(set: CommandSet): Readonly<Record<string, Action>> {
  const own = (respond: Action['respond'], run: Action['run']): Action => ({
    respond,
    async run(press, services) {
      if (press.runId !== press.user.id) throw new UserError('button-outdated');
      return run(press, services);
    },
  });
  return {
    show: own('private', showMine),
    delete: own('update', askOnce),
    keep: own('update', overview),
    sure: own('update', (press, services) => deleteMine(set, press, services)),
    [EXPLAIN]: own('private', explain),
  };
}

/** A button on a message that one person sees; presses on it wait for no others. */
function button({ user }: Pick<RunContext, 'user'>, action: string, label: string, style?: Button['style']): Button {
  return { action, runId: user.id, label, style };
}

async function overview(context: RunContext, services: Services): Promise<Reply> {
  const { user, locale } = context;
  const words = privacyWords(locale);
  const facts = await findFacts(context, services);
  return {
    blocks: [
      text(`> ${words.asked}`),
      text(words.lines(facts).join('\n')),
      buttons(
        button(context, 'show', words.show),
        button(context, 'delete', words.remove),
        explainButton(user.id, locale),
      ),
      text(`-# ${words.smallPrint}`),
    ],
  };
}

/** Nothing is deleted by one press. */
async function askOnce(press: Press, services: Services): Promise<Reply> {
  const words = privacyWords(press.locale);
  const { asked, withWords, takenPartIn } = await findFacts(press, services);
  return {
    blocks: [
      text(words.confirm(asked, withWords + takenPartIn)),
      buttons(button(press, 'sure', words.sure), button(press, 'keep', words.keep, 'primary')),
    ],
  };
}

async function deleteMine(set: CommandSet, press: Press, { people }: Services): Promise<Reply> {
  const { user, locale } = press;
  const { deleted, changed } = await people.forget(user.id, (row) => set.forget(row, user));
  return { blocks: [text(privacyWords(locale).deleted(deleted, changed))] };
}

async function explain(press: Press, services: Services): Promise<Reply> {
  const { explain: told, show } = privacyWords(press.locale);
  const shared = lessonWords(press.locale);
  const facts = await findFacts(press, services);
  return {
    blocks: [
      text(told.idea),
      text(shared.example(told.example(facts))),
      text(shared.next(told.next)),
      buttons(button(press, 'show', show)),
    ],
  };
}
