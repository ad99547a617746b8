import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChannelView, MessageView } from '../../playground/page/server-frames.js';
import { hasNothingFocus } from '../message/use-kept-focus.js';
import { channelTitle } from '../model/channel-sign.js';
import { deeds } from '../store/deeds.js';
import { addOlder, messages, more, you } from '../store/room.js';
import { request } from '../store/socket.js';
import { Message } from './message.js';
import { PendingDeeds } from './pending-deeds.js';
import { isSameDay } from './time.js';
import { useReadingPlace } from './use-reading-place.js';
import { WelcomeCard } from './welcome-card.js';

const CLOSE_MS = 7 * 60_000;

/** The messages of a channel, oldest first; it stays at the end unless somebody has scrolled back. */
export function MessageList({ channel }: { channel: ChannelView }) {
  const list = messages.value[channel.id] ?? [];
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [focusedId, setFocusedId] = useState('');
  const [isLoading, setLoading] = useState(false);
  const reachableId = list.some(({ message }) => message.id === focusedId) ? focusedId : list.at(-1)?.message.id;
  const { isBack, toEnd, onScroll, onUse } = useReadingPlace(
    scroller,
    content,
    list,
    messages.value[channel.id]?.length === 0,
  );

  // What somebody has asked for is brought into view, wherever they read: first that it is on its way, then the answer.
  const newest = list.at(-1);
  const ownId = newest && isOwn(newest) ? newest.message.id : undefined;
  const ownDeed = deeds.value.findLast((deed) => deed.kind === 'command' && deed.channelId === channel.id)?.key;
  useLayoutEffect(() => {
    if (ownId !== undefined || ownDeed !== undefined) toEnd();
  }, [ownId, ownDeed]);

  // When the message that has the focus is gone, the box below is the next thing.
  const hadFocus = content.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (hadFocus && hasNothingFocus()) document.getElementById('composer')?.focus({ preventScroll: true });
  });

  const loadOlder = async () => {
    const before = list[0]?.message.id;
    const { current } = scroller;
    if (before === undefined || !current) return;
    setLoading(true);
    const fromEnd = current.scrollHeight - current.scrollTop;
    try {
      const older = await request({ type: 'history', channelId: channel.id, before });
      addOlder(channel.id, older.messages ?? [], older.more ?? false);
      requestAnimationFrame(() => {
        current.scrollTop = current.scrollHeight - fromEnd;
      });
    } catch {
      // The banner says that the connection is lost; the button stays.
    }
    setLoading(false);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const item = (event.target as Element).closest('li.message');
    if (item !== event.target || !item) return;
    const all = [...(content.current?.querySelectorAll<HTMLElement>('li.message') ?? [])];
    const at = all.indexOf(item as HTMLElement);
    const moves: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[to]?.focus();
  };

  return (
    <div class="messages">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move among the messages inside */}
      <div
        class="scroller"
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onClick={onUse}
        onFocusIn={(event) => {
          const item = (event.target as Element).closest('li.message');
          if (item) setFocusedId(item.id.replace('message-', ''));
        }}
      >
        <div ref={content} class={list.length === 0 ? 'scrolled empty' : 'scrolled'}>
          {more.value[channel.id] ? (
            <button type="button" class="older" disabled={isLoading} onClick={() => void loadOlder()}>
              {isLoading ? 'Loading…' : 'Load older messages'}
            </button>
          ) : (
            <WelcomeCard channel={channel} />
          )}
          <ol
            class="message-list"
            aria-label={`Messages in ${channel.kind === 'dm' ? 'the direct messages' : channelTitle(channel)}`}
          >
            {list.map((view, index) => (
              <Message
                key={view.message.id}
                view={view}
                compact={isCompact(list[index - 1], view)}
                newDay={isNewDay(list[index - 1], view)}
                reachable={view.message.id === reachableId}
              />
            ))}
          </ol>
          <PendingDeeds channelId={channel.id} />
        </div>
      </div>
      {isBack && (
        <button type="button" class="to-present" onClick={toEnd}>
          Jump to present <span aria-hidden="true">↓</span>
        </button>
      )}
    </div>
  );
}

/** Whether this person has written it or asked for it. */
function isOwn({ message }: MessageView): boolean {
  return message.author.id === you.value.id || message.interaction_metadata?.user.id === you.value.id;
}

function isCompact(before: MessageView | undefined, view: MessageView): boolean {
  if (!before || view.used || view.message.referenced_message !== undefined || isNewDay(before, view)) return false;
  const isSame = before.message.author.id === view.message.author.id && before.ephemeral === view.ephemeral;
  return isSame && Date.parse(view.message.timestamp) - Date.parse(before.message.timestamp) < CLOSE_MS;
}

function isNewDay(before: MessageView | undefined, view: MessageView): boolean {
  return before !== undefined && !isSameDay(new Date(before.message.timestamp), new Date(view.message.timestamp));
}
