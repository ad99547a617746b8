import { useState } from 'preact/hooks';
import type { ChannelView } from '../../playground/page/server-frames.js';
import { about, messages, used } from '../store/room.js';
import { classView, welcomeOpen } from '../store/screen.js';

/** A line for whoever comes into a channel that is in use already, where the welcome is far up. */
export function NewcomerHint({ channel }: { channel: ChannelView }) {
  const [isClosed, setClosed] = useState(false);
  const isEmpty = (messages.value[channel.id]?.length ?? 0) === 0;
  if (isClosed || isEmpty || classView.value || used.value.size > 0 || about.value.headline === '') return null;
  return (
    <div class="newcomer">
      <span>
        New here? <strong>{about.value.headline}</strong>
      </span>
      <button
        type="button"
        class="button button-primary"
        onClick={() => {
          welcomeOpen.value = true;
        }}
      >
        Start here
      </button>
      <button type="button" class="icon-button" aria-label="Close this line" onClick={() => setClosed(true)}>
        ×
      </button>
    </div>
  );
}
