import type { MessageView } from '../../playground/page/server-frames.js';
import { nameOf } from '../store/room.js';
import { pingsAnswered, replyingTo } from '../store/screen.js';

/** Above the box: whom the next message answers, whether they are told, and the way out of it. */
export function ReplyBar({ answered, onLeave }: { answered: MessageView; onLeave: () => void }) {
  const name = nameOf(answered.message.author);
  const pings = pingsAnswered.value;
  return (
    <p class="replying">
      <span>
        Replying to <strong>{name}</strong>
      </span>
      <span class="replying-buttons">
        <button
          type="button"
          class={pings ? 'ping on' : 'ping'}
          aria-pressed={pings}
          aria-label={`Tell ${name} about the reply`}
          title={pings ? `${name} is told about the reply` : `${name} is not told about the reply`}
          onClick={() => {
            pingsAnswered.value = !pings;
          }}
        >
          @ {pings ? 'on' : 'off'}
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Do not reply"
          onClick={() => {
            replyingTo.value = undefined;
            onLeave();
          }}
        >
          ×
        </button>
      </span>
    </p>
  );
}
