import type { MessageView } from '../../playground/page/server-frames.js';
import { nameOf } from '../store/room.js';
import { pingsAnswered, replyingTo } from '../store/screen.js';

/** Above the box: whom the next message answers, whether they are told, and the way out of it. */
export function ReplyBar({ answered, onLeave }: { answered: MessageView; onLeave: () => void }) {
  const name = nameOf(answered.message.author);
  const pings = pingsAnswered.value;
  const told = `${name} is ${pings ? '' : 'not '}told about the reply`;
  return (
    <p class="replying">
      <span>
        Replying to <strong>{name}</strong>
      </span>
      <span class="replying-buttons">
        <button
          type="button"
          class={pings ? 'ping on' : 'ping'}
          aria-label={`@ ${pings ? 'on' : 'off'}: ${told}`}
          title={told}
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
