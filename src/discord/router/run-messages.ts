import { takeTurn } from '../../turns.js';
import type { Lowered, RunContext } from '../command.js';
import { parseCustomId } from '../custom-id.js';
import type { DrawnReply, LaterReply } from '../present/drawn-reply.js';
import { type OutgoingMessage, presentReply } from '../present/present.js';
import type { Reply } from '../reply.js';
import type { Cover } from '../withhold/cover.js';
import { coverDrawn, coverReply } from '../withhold/cover-reply.js';
import { placeOf } from './as-set.js';
import { below } from './below.js';
import { withHeldNote } from './held-note.js';
import { withHiddenNote } from './hidden-note.js';
import type { RunIncoming } from './incoming.js';
import { withLoweredNote } from './lowered-note.js';
import type { Progress } from './progress.js';
import type { RunOptions } from './run-options.js';
import type { Target } from './target.js';

/** What a run came to. */
export interface Outcome {
  readonly messages: readonly OutgoingMessage[];
  readonly later: LaterReply | undefined;
  readonly anew?: Reply['anew'];
  /** What covers the withheld words of that one, too. */
  readonly cover?: Cover | undefined;
  /** What only who asked sees, besides. */
  readonly aside: readonly OutgoingMessage[];
  readonly hasFailed: boolean;
  /** The name of the thread to open from it. */
  readonly thread?: string | undefined;
  /** Only who asked sees it. */
  readonly isPrivate: boolean;
  /** The next press shows it as well: only what is told aside is sent. */
  readonly isPassedOver: boolean;
}

/** Makes messages of what one run finds, and of what it fails with. */
export interface RunMessages {
  /** Draws a reply. Rejects where it is not to be shown. */
  outcomeOf(whole: Reply): Promise<Outcome>;
  /** @param cover what is withheld in it; nothing where undefined */
  present(reply: DrawnReply, cover: Cover | undefined): OutgoingMessage[];
  /** The sentence of an error. */
  errorAlone(error: unknown): Promise<DrawnReply>;
  /** The same below what was shown last. */
  errorBelow(error: unknown): Promise<DrawnReply>;
}

interface RunMessagesOptions {
  readonly options: RunOptions;
  readonly command: string;
  readonly incoming: RunIncoming;
  readonly target: Target;
  readonly context: RunContext;
  readonly progress: Pick<Progress, 'latest'>;
  /** Which settings the run was given lower than it wanted. */
  readonly lowered: readonly Lowered[];
  /** What is withheld there by now. */
  readonly coverNow: () => Promise<Cover | undefined>;
}

/** Creates what makes them. */
export function createRunMessages(run: RunMessagesOptions): RunMessages {
  const { options, command, incoming, target, context, progress, lowered, coverNow } = run;
  const { services, errorReplies } = options;
  const { locale, channel } = incoming;
  const shownOf = (reply: DrawnReply, cover: Cover | undefined): DrawnReply =>
    cover === undefined ? reply : coverDrawn(reply, cover, locale);
  const present = (reply: DrawnReply, cover: Cover | undefined): OutgoingMessage[] =>
    presentReply(shownOf(withHeldNote(reply, services, locale), cover), command, locale);
  const toldOf = (error: unknown): Promise<DrawnReply> =>
    errorReplies.replyTo(error, { command, doing: doingOf(incoming), locale, channelId: channel.id });

  return {
    async outcomeOf(whole) {
      await takeTurn();
      const { theme } = await options.rules.of(placeOf(incoming));
      const [cover, besides] = [await coverNow(), await coverNow()];
      const found = cover === undefined ? whole : coverReply(whole, cover);
      const besidesCovered = whole.aside && besides ? coverReply(whole.aside, besides) : whole.aside;
      const reply = await options.draw(
        { ...found, aside: besidesCovered },
        { charts: services.charts, theme, ...context },
      );
      const isHidden = !found.isPrivate && target.isHidden?.();
      const noted = withLoweredNote(isHidden ? withHiddenNote(reply, locale) : reply, lowered, locale);
      const messages = present(noted, cover);
      const told = reply.aside === undefined ? [] : present(reply.aside, besides);
      await options.checkAnswers?.([...messages, ...told], context.signal);
      return {
        messages,
        later: reply.later,
        anew: found.anew,
        cover,
        aside: told,
        hasFailed: false,
        thread: found.thread,
        isPrivate: found.isPrivate ?? false,
        isPassedOver: false,
      };
    },
    present,
    errorAlone: async (error) => shownOf(await toldOf(error), await coverNow()),
    errorBelow: async (error) => shownOf(below(progress.latest(), await toldOf(error)), await coverNow()),
  };
}

/** What of a command is asked for, for the log: an action is its own name, and the rest of a custom id is left out. */
function doingOf(incoming: RunIncoming): string {
  return 'customId' in incoming ? (parseCustomId(incoming.customId)?.action ?? incoming.kind) : incoming.kind;
}
