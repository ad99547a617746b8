import { useCallback, useRef } from 'preact/hooks';
import type { MessageView } from '../../playground/page/server-frames.js';
import { Contents } from '../message/contents.js';
import { useKeptFocus } from '../message/use-kept-focus.js';
import { showMenu } from '../store/menu.js';
import { stage } from '../store/place.js';
import { nameOf, people, you } from '../store/room.js';
import { editing, replyingTo } from '../store/screen.js';
import { Avatar } from './avatar.js';
import { dismiss, isBot, messageMenu } from './message-actions.js';
import { MessageBoundary } from './message-boundary.js';
import { MessageEditor } from './message-editor.js';
import { ReplyLine, UsedLine } from './message-origin.js';
import { MessageToolbar } from './message-toolbar.js';
import { OnlyYou } from './only-you.js';
import { isSystemMessage, SystemMessage, threadBeginning } from './system-message.js';
import { ThreadRow } from './thread-row.js';
import { clockTime, dayOf, fullTime, shortTime } from './time.js';

interface Props {
  view: MessageView;
  /** Follows a message of the same author closely, so that its head is left out. */
  compact: boolean;
  /** The first of its day. */
  newDay: boolean;
  /** The one that Tab reaches; arrow keys move from message to message. */
  reachable: boolean;
}

/** One message with all that is in it. */
export function Message({ view, compact, newDay, reachable }: Props) {
  const { message } = view;
  const beginning = threadBeginning(view);
  const { author } = (beginning ?? view).message;
  const name = nameOf(author);
  const colour = isBot(beginning ?? view) ? 'bot' : String(people.value.get(author.id)?.colour ?? 0);
  const openHere = useCallback(
    (event: MouseEvent | KeyboardEvent) => {
      // A link's own menu is the browser's.
      if (event instanceof MouseEvent && (event.target as Element).closest('a, input, textarea')) return;
      showMenu(event, { label: `Message of ${name}`, items: messageMenu(view) });
    },
    [view, name],
  );
  const item = useRef<HTMLLIElement>(null);
  useKeptFocus(item);
  const marks = [
    'message',
    compact && 'compact',
    view.ephemeral && 'ephemeral',
    message.mentions.some(({ id }) => id === you.value.id) && 'mentions-you',
    replyingTo.value === message.id && 'answered',
  ];
  return (
    <li
      ref={item}
      id={`message-${message.id}`}
      class={marks.filter(Boolean).join(' ')}
      tabIndex={reachable ? 0 : -1}
      onContextMenu={openHere}
      onKeyDown={(event) => {
        if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openHere(event);
      }}
    >
      {newDay && (
        <div class="day">
          <span>{dayOf(message.timestamp)}</span>
        </div>
      )}
      {message.referenced_message !== undefined && message.type !== 21 && !view.used?.menu && (
        <ReplyLine replied={message.referenced_message} />
      )}
      {view.used && <UsedLine view={view} />}
      {stage.value?.messageId === message.id && <p class="on-stage">The class sees this</p>}
      <div class="message-body">
        {compact ? (
          <time class="message-clock" dateTime={message.timestamp} title={fullTime(message.timestamp)}>
            {clockTime(message.timestamp)}
          </time>
        ) : (
          <Avatar userId={author.id} name={name} />
        )}
        <div class="message-content">
          <div class={compact ? 'visually-hidden' : 'message-head'}>
            <span class={`author colour-${colour}`}>{name}</span>
            {author.bot && <span class="badge">APP</span>}
            {!compact && (
              <time class="message-time" dateTime={message.timestamp} title={fullTime(message.timestamp)}>
                {shortTime(message.timestamp)}
              </time>
            )}
            {!compact && <Edited at={message.edited_timestamp} />}
          </div>
          {editing.value === message.id ? (
            <MessageEditor view={view} />
          ) : (
            <MessageBoundary version={message.edited_timestamp}>
              {isSystemMessage(message) ? <SystemMessage view={view} /> : <Contents view={view} />}
            </MessageBoundary>
          )}
          <ThreadRow view={view} />
          {compact && <Edited at={message.edited_timestamp} />}
          {view.ephemeral && <OnlyYou onDismiss={() => dismiss(view)} />}
        </div>
      </div>
      <MessageToolbar view={view} reachable={reachable} onMore={openHere} />
    </li>
  );
}

function Edited({ at }: { at: string | null }) {
  if (at === null) return null;
  return (
    <time class="edited" dateTime={at} title={fullTime(at)}>
      (edited)
    </time>
  );
}
