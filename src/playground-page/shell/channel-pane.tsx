import { Composer } from '../chat/composer.js';
import { MessageList } from '../chat/message-list.js';
import { bot, channel, people } from '../store/room.js';
import { sidebarOpen } from '../store/screen.js';
import { typing } from '../store/typing.js';
import { showWire, wireOpen } from '../store/wire.js';
import { PopupMenu } from './popup-menu.js';

/** The channel that is open: its head, its messages, and the box to write in. */
export function ChannelPane() {
  const open = channel.value;
  if (!open) return <main class="pane" aria-label="Channel" />;
  return (
    <main class="pane">
      <header class="pane-head">
        <button
          type="button"
          class="icon-button sidebar-open"
          aria-label="Channels and people"
          aria-expanded={sidebarOpen.value}
          aria-controls="sidebar"
          onClick={() => {
            sidebarOpen.value = !sidebarOpen.value;
          }}
        >
          ☰
        </button>
        <h1>
          <span class="channel-sign" aria-hidden="true">
            {open.kind === 'dm' ? '@' : '#'}
          </span>
          {open.name}
        </h1>
        <button
          type="button"
          class="wire-button"
          aria-expanded={wireOpen.value}
          aria-controls="wire"
          onClick={() => showWire(!wireOpen.value)}
        >
          <span aria-hidden="true">⇄</span> <span class="wire-button-text">What went over the wire</span>
        </button>
      </header>
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
