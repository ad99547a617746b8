import type { MessageView } from '../../playground/page/server-frames.js';
import { channels, openChannel } from '../store/room.js';

/** Under a message: the thread that was started from it. */
export function ThreadRow({ view }: { view: MessageView }) {
  const { thread } = view.message;
  const found = thread && channels.value.find(({ id }) => id === thread.id);
  if (!found) return null;
  return (
    <button type="button" class="thread-row" onClick={() => openChannel(found.id)}>
      <span class="thread-name">{found.name}</span> <span class="thread-go">Open thread ›</span>
    </button>
  );
}
