import type { ChannelView } from '../../playground/page/server-frames.js';
import { Composer } from '../chat/composer.js';
import { MessageList } from '../chat/message-list.js';
import { PopupMenu } from '../shell/popup-menu.js';

/** A student's own channel: all that the bot can do, seen by this student alone. */
export function OwnPane({ channel }: { channel: ChannelView }) {
  return (
    <main class="pane">
      <h2 class="visually-hidden">Try it yourself</h2>
      <MessageList channel={channel} />
      <Composer channel={channel} />
      <PopupMenu />
    </main>
  );
}
