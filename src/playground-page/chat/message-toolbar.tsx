import type { MessageView } from '../../playground/page/server-frames.js';
import { nameOf, you } from '../store/room.js';
import { edit, replyTo } from './message-actions.js';
import { isSystemMessage } from './system-message.js';

interface Props {
  view: MessageView;
  reachable: boolean;
  onMore: (event: MouseEvent) => void;
}

/** The buttons at a message's corner; Tab reaches those of the message that has the focus. */
export function MessageToolbar({ view, reachable, onMore }: Props) {
  const { author } = view.message;
  const of = `message of ${nameOf(author)}`;
  const tabIndex = reachable ? 0 : -1;
  return (
    <div class="toolbar">
      {!view.ephemeral && !isSystemMessage(view.message) && (
        <button
          type="button"
          tabIndex={tabIndex}
          title="Reply"
          aria-label={`Reply to ${of}`}
          onClick={() => replyTo(view)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M10 8V4l-8 7 8 7v-4.2c5 0 8.600 1.500 11 5.200-.8-5.600-4-10.400-11-11z" />
          </svg>
        </button>
      )}
      {author.id === you.value.id && !isSystemMessage(view.message) && (
        <button
          type="button"
          tabIndex={tabIndex}
          title="Edit"
          aria-label="Edit your message"
          onClick={() => edit(view)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M3 17.2V21h3.800L17.900 9.900l-3.800-3.800zM20.700 7a1 1 0 0 0 0-1.400l-2.300-2.300a1 1 0 0 0-1.400 0l-1.800 1.800L19 8.800z" />
          </svg>
        </button>
      )}
      <button
        type="button"
        class="toolbar-more"
        tabIndex={tabIndex}
        title="More"
        aria-label={`More for ${of}`}
        aria-haspopup="menu"
        onClick={onMore}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M5 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4z" />
        </svg>
      </button>
    </div>
  );
}
