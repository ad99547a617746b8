import { Composer } from '../chat/composer.js';
import { MessageList } from '../chat/message-list.js';
import { bot, channel, people } from '../store/room.js';
import { typing } from '../store/typing.js';
import { NewcomerHint } from '../welcome/newcomer-hint.js';
import { PaneHead } from './pane-head.js';
import { PopupMenu } from './popup-menu.js';

/** The channel that is open: its head, its messages, and the box to write in. */
export function ChannelPane() {
  const open = channel.value;
  if (!open) return <main class="pane" aria-label="Channel" />;
  return (
    <main class="pane">
      <PaneHead channel={open} />
      <NewcomerHint channel={open} />
      <MessageList channel={open} />
      <Composer channel={open} />
      <Typing channelId={open.id} />
      <PopupMenu />
    </main>
  );
}

function Typing({ channelId }: { channelId: string }) {
  const names = [...typing.value]
    .filter((key) => key.startsWith(`${channelId} `))
    .map((key) => key.slice(channelId.length + 1))
    .map((id) => (id === bot.value.id ? bot.value.name : (people.value.get(id)?.name ?? '')));
  return <p class="typing">{names.length > 0 && `${names.join(', ')} is typing…`}</p>;
}
