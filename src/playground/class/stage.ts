import type { InteractionRecord } from '../interactions/record.js';
import { MESSAGE_FLAGS } from '../rules/message-body.js';
import { listenTo, type PlaygroundEmitter } from '../state/events.js';
import type { StoredMessage } from '../state/messages.js';

/** Messages that the class looked at before; when the newest goes, the one before it is looked at again. */
const MAX_KEPT = 20;

/** What the class looks at: the bot's message that the teacher's last deed in the class's channel made or changed. */
export interface Stage {
  /** Undefined before the teacher has done something, and when all of it is gone. */
  readonly messageId: string | undefined;
  close(): void;
}

/** @param changed is told when the class looks at another message */
export function createStage(
  world: {
    readonly events: PlaygroundEmitter;
    readonly channelId: string;
    readonly message: (id: string) => StoredMessage | undefined;
    readonly leads: (personId: string) => boolean;
  },
  changed: () => void,
): Stage {
  /** Oldest first: each message with the deed that brought it here. */
  let shown: { messageId: string; deed: bigint }[] = [];

  const current = () => shown.at(-1)?.messageId;
  const keep = (next: typeof shown): void => {
    const before = current();
    shown = next.slice(-MAX_KEPT);
    if (current() !== before) changed();
  };
  const noteDeed = (record: InteractionRecord): void => {
    const { originalId } = record;
    if (record.channelId !== world.channelId || !world.leads(record.userId)) return;
    if (originalId === undefined || !hasContent(record)) return;
    const stored = world.message(originalId);
    if (stored === undefined || stored.visibleTo !== undefined) return;
    const deed = BigInt(record.id);
    // A deed that is still at work after a newer one does not take its place.
    if (deed < (shown.at(-1)?.deed ?? 0n)) return;
    keep([...shown.filter(({ messageId }) => messageId !== originalId), { messageId: originalId, deed }]);
  };
  const close = listenTo(world.events, {
    'interaction-changed': noteDeed,
    'message-deleted': ({ message }) => keep(shown.filter(({ messageId }) => messageId !== message.id)),
    'channel-cleared': ({ channel }) => {
      if (channel.id === world.channelId) keep([]);
    },
  });

  return {
    get messageId() {
      return current();
    },
    close,
  };
}

/** Whether the bot has put something into the message: an empty one may be followed by an answer for the teacher alone. */
function hasContent({ originalId, history }: InteractionRecord): boolean {
  return history.some(({ id, flags }) => id === originalId && ((flags ?? 0) & MESSAGE_FLAGS.loading) === 0);
}
