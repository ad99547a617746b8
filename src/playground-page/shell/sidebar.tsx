import { Avatar } from '../chat/avatar.js';
import { announce } from '../store/announce.js';
import { about, bot, channel, channels, openChannel, openOwnChannel, people, unread, you } from '../store/room.js';
import { profileOpen, sidebarOpen, theme, toggleTheme } from '../store/screen.js';

const SUN =
  'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 11h4v2h-4zM4.200 5.600 5.600 4.200l2.800 2.800L7 8.400zM15.600 17l1.400-1.400 2.800 2.800-1.400 1.400zM4.200 18.400 7 15.600 8.400 17l-2.800 2.800zM15.600 7l2.800-2.800 1.400 1.400L17 8.400z';
const MOON = 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z';

/** Channels, who is here, and who you are. */
export function Sidebar() {
  const guild = channels.value.filter(({ kind }) => kind === 'guild');
  const direct = channels.value.filter(({ kind }) => kind === 'dm');
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
            {direct.map(({ id, name }) => (
              <li key={id}>
                <ChannelButton id={id} name={name} sign="@" />
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
        <button
          type="button"
          class="icon-button"
          title={theme.value === 'dark' ? 'Light theme' : 'Dark theme'}
          aria-label={theme.value === 'dark' ? 'Use the light theme' : 'Use the dark theme'}
          onClick={toggleTheme}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={theme.value === 'dark' ? SUN : MOON} />
          </svg>
        </button>
      </footer>
    </div>
  );
}

function makeOwn(): void {
  sidebarOpen.value = false;
  openOwnChannel().catch((reason: Error) => announce(reason.message));
}

function ChannelButton({ id, name, sign }: { id: string; name: string; sign: '#' | '@' }) {
  const isOpen = channel.value?.id === id;
  const isUnread = unread.value.has(id);
  return (
    <button
      type="button"
      class={isUnread ? 'channel unread' : 'channel'}
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
