import { useState } from 'preact/hooks';
import type { ChannelView } from '../../playground/page/server-frames.js';
import { place } from '../store/place.js';
import { about, bot, channels, openOwnChannel } from '../store/room.js';
import { classView, showClassView, theme } from '../store/screen.js';
import { Steps } from './steps.js';

interface Props {
  channel: ChannelView;
  headingId: string;
  /** Called once something was started or opened, so that what stands in front of it can go. */
  onLeave?: () => void;
}

/** What there is to learn here, with a picture of it, and the ways to begin. */
export function Welcome({ channel, headingId, onLeave = () => undefined }: Props) {
  const { name, headline, text, picture } = about.value;
  return (
    <section class="welcome" aria-labelledby={headingId}>
      <div class="welcome-head">
        <div class="welcome-text">
          <h2 id={headingId}>
            <span class="welcome-name">{name}</span> {headline}
          </h2>
          {text && <p>{text}</p>}
        </div>
        {picture && (
          <img
            class="welcome-picture"
            src={picture[theme.value]}
            alt={picture.alt}
            width={picture.width}
            height={picture.height}
          />
        )}
      </div>
      <Steps channel={channel} onLeave={onLeave} />
      {place.value.mode === 'open' && <Ways onLeave={onLeave} />}
      <p class="welcome-hint">
        Or type <kbd>/</kbd> in the box at the bottom: it lists everything that {bot.value.name} can do.
      </p>
    </section>
  );
}

function Ways({ onLeave }: { onLeave: () => void }) {
  const [error, setError] = useState('');
  const hasOwn = channels.value.some(({ yours }) => yours);
  const openOwn = () => {
    openOwnChannel().then(onLeave, (reason: Error) => setError(reason.message));
  };
  return (
    <div class="ways">
      <button type="button" class="button" onClick={openOwn}>
        {hasOwn ? 'Open your own channel' : 'Make a channel of your own'}
      </button>
      {!classView.value && (
        <button
          type="button"
          class="button"
          onClick={() => {
            showClassView(true);
            onLeave();
          }}
        >
          Projector view
        </button>
      )}
      {error && (
        <p class="failed" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
