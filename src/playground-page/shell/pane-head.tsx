import type { ChannelView } from '../../playground/page/server-frames.js';
import { channelSign, isDirect } from '../model/channel-sign.js';
import { addressOf } from '../store/address.js';
import { announce } from '../store/announce.js';
import { copyText } from '../store/copy-text.js';
import { type MenuItem, showMenu } from '../store/menu.js';
import { place } from '../store/place.js';
import { about, channels, openChannel } from '../store/room.js';
import {
  asking,
  classView,
  showClassView,
  sidebarOpen,
  startOverOpen,
  threading,
  welcomeOpen,
} from '../store/screen.js';
import { showWire, wireOpen } from '../store/wire.js';

/** The head of a channel: its name, the way back to the welcome, and what can be done with the channel. */
export function PaneHead({ channel }: { channel: ChannelView }) {
  const parent = channels.value.find(({ id }) => id === channel.parentId);
  return (
    <header class="pane-head">
      {!classView.value && (
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
      )}
      <h1>
        <span class="head-name">{about.value.name} </span>
        {parent && (
          <>
            <button type="button" class="head-parent" onClick={() => openChannel(parent.id)}>
              <span class="visually-hidden">Back to </span>#{parent.name}
            </button>{' '}
          </>
        )}
        <span class="channel-sign" aria-hidden="true">
          {channelSign(channel)}
        </span>
        {channel.kind === 'private' ? 'group without the bot' : channel.name}
      </h1>
      <button
        type="button"
        class="head-button"
        aria-haspopup="dialog"
        onClick={() => {
          welcomeOpen.value = true;
        }}
      >
        Welcome
      </button>
      {classView.value ? (
        <button type="button" class="head-button leave-class" onClick={() => showClassView(false)}>
          Leave the projector view
        </button>
      ) : (
        <button
          type="button"
          class="head-button wire-button"
          aria-expanded={wireOpen.value}
          aria-controls="wire"
          onClick={() => showWire(!wireOpen.value)}
        >
          <span aria-hidden="true">⇄</span> <span class="wire-button-text">What went over the wire</span>
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        title="More"
        aria-label="More for this channel"
        aria-haspopup="menu"
        onClick={(event) => showMenu(event, { label: 'This channel', items: channelMenu(channel) })}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M5 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4z" />
        </svg>
      </button>
    </header>
  );
}

function channelMenu(channel: ChannelView): MenuItem[] {
  const isClass = classView.value;
  const what = channel.kind === 'thread' ? 'thread' : 'channel';
  const startThread = () => {
    threading.value = { channelId: channel.id };
  };
  const ask = () => {
    asking.value = channel.id;
  };
  const startOver = () => {
    startOverOpen.value = true;
  };
  return [
    // A class has a window for the projector.
    ...(place.value.mode === 'class'
      ? []
      : [{ label: isClass ? 'Leave the projector view' : 'Projector view', run: () => showClassView(!isClass) }]),
    ...(isDirect(channel) ? [] : [{ label: `Copy the link to this ${what}`, run: () => copyLink(channel) }]),
    ...(channel.startsThreads ? [{ label: 'New thread…', run: startThread }] : []),
    { label: 'New poll…', run: ask },
    ...(channel.mayStartOver ? [{ label: 'Start over…', danger: true, run: startOver }] : []),
  ];
}

function copyLink(channel: ChannelView): void {
  copyText(addressOf(channel, channels.value)).then(
    () => announce('The link is copied.'),
    () => announce('The browser does not allow copying here. The link is in its address bar.'),
  );
}
