import type { ChannelView } from '../../playground/page/server-frames.js';
import { Avatar } from '../chat/avatar.js';
import { isDirect } from '../model/channel-sign.js';
import { announce } from '../store/announce.js';
import { about, bot, channel, channels, openChannel, openOwnChannel, people, unread, you } from '../store/room.js';
import { profileOpen, sidebarOpen } from '../store/screen.js';
import { ThemeButton } from './theme-button.js';

/** Channels, who is here, and who you are. */
export function Sidebar() {
  const guild = channels.value.filter(({ kind }) => kind === 'guild');
  const direct = channels.value.filter(isDirect);
  const threadsOf = (channelId: string) =>
    channels.value.filter(
      ({ parentId, archived, id }) => parentId === channelId && (!archived || id === channel.value?.id),
    );
  const everybody = [...people.value.values()].filter(({ here }) => here).sort((a, b) => a.name.localeCompare(b.name));
  return (
    <div class={sidebarOpen.value ? 'sidebar open' : 'sidebar'} id="sidebar">
      <header class="guild">
        <span>{about.value.name}</span>
        <button
          type="button"
          class="icon-button sidebar-close"
          aria-label="Close the channel list"
          onClick={() => {
            sidebarOpen.value = false;
          }}
        >
          ×
        </button>
      </header>
      <div class="sidebar-scroll">
        <nav aria-label="Channels">
          <h2>Text channels</h2>
          <ul>
            {guild.map(({ id, name }) => (
              <li key={id}>
                <ChannelButton id={id} name={name} sign="#" />
                <Threads threads={threadsOf(id)} of={name} />
              </li>
            ))}
            {!channels.value.some(({ yours }) => yours) && (
              <li>
                <button type="button" class="channel add-channel" onClick={makeOwn}>
                  <span class="channel-sign" aria-hidden="true">
                    +
                  </span>
                  Your own channel
                </button>
              </li>
            )}
          </ul>
          <h2>Direct messages</h2>
          <ul>
            {direct.map(({ id, name, kind }) => (
              <li key={id}>
                <ChannelButton id={id} name={kind === 'private' ? 'group without the bot' : name} sign="@" />
              </li>
            ))}
          </ul>
        </nav>
        <section aria-labelledby="people-title" class="people">
          <h2 id="people-title">People — {everybody.length + 1}</h2>
          <ul>
            <li class={bot.value.online ? '' : 'away'}>
              <Avatar userId={bot.value.id} name={bot.value.name} size={32} />
              <span class="person-name">{bot.value.name}</span> <span class="badge">APP</span>
              {!bot.value.online && <span class="person-away">offline</span>}
            </li>
            {everybody.map(({ id, name, colour }) => (
              <li key={id}>
                <Avatar userId={id} name={name} size={32} />
                <span class={`person-name colour-${colour}`}>{name}</span>
                {id === you.value.id && <span class="person-you">you</span>}
              </li>
            ))}
          </ul>
        </section>
      </div>
      <footer class="you">
        <button
          type="button"
          class="you-button"
          onClick={() => {
            profileOpen.value = true;
          }}
        >
          <Avatar userId={you.value.id} name={you.value.name} size={32} />
          <span class="you-name">
            <span>
              <span class="visually-hidden">You are </span>
              {you.value.name}
            </span>{' '}
            <small>
              Change name<span class="visually-hidden"> and colour</span>
            </small>
          </span>
        </button>
        <ThemeButton />
      </footer>
    </div>
  );
}

function makeOwn(): void {
  sidebarOpen.value = false;
  openOwnChannel().catch((reason: Error) => announce(reason.message));
}

function Threads({ threads, of }: { threads: readonly ChannelView[]; of: string }) {
  if (threads.length === 0) return null;
  return (
    <ul aria-label={`Threads of ${of}`}>
      {threads.map(({ id, name }) => (
        <li key={id}>
          <ChannelButton id={id} name={name} sign="↳" />
        </li>
      ))}
    </ul>
  );
}

function ChannelButton({ id, name, sign }: { id: string; name: string; sign: '#' | '@' | '↳' }) {
  const isOpen = channel.value?.id === id;
  const isUnread = unread.value.has(id);
  return (
    <button
      type="button"
      class={['channel', isUnread && 'unread', sign === '↳' && 'in-channel'].filter(Boolean).join(' ')}
      aria-current={isOpen ? 'page' : undefined}
      onClick={() => {
        openChannel(id);
        sidebarOpen.value = false;
      }}
    >
      <span class="channel-sign" aria-hidden="true">
        {sign}
      </span>
      {name}
      {isUnread && <span class="visually-hidden">, new messages</span>}
    </button>
  );
}
