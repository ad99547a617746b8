import { useState } from 'preact/hooks';
import { channelTitle, isDirect } from '../model/channel-sign.js';
import { channel } from '../store/room.js';
import { startOverOpen } from '../store/screen.js';
import { request } from '../store/socket.js';
import { Dialog } from './dialog.js';

/** Asks before all messages of a channel vanish. */
export function StartOverDialog() {
  const [error, setError] = useState('');
  const open = channel.value;
  if (!startOverOpen.value || !open) return null;
  const close = () => {
    setError('');
    startOverOpen.value = false;
  };
  const isAlone = isDirect(open);
  return (
    <Dialog label="Start over" onClose={close}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          request({ type: 'start-over', channelId: open.id }).then(close, (reason: Error) => setError(reason.message));
        }}
      >
        <h2>Start over{isAlone ? '' : ` in ${channelTitle(open)}`}?</h2>
        <p>All messages here vanish{isAlone ? '' : ', for everybody'}. Nobody can get them back.</p>
        <p class="failed" role="alert">
          {error}
        </p>
        <div class="dialog-actions">
          <button type="button" class="button button-secondary" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button button-danger">
            Start over
          </button>
        </div>
      </form>
    </Dialog>
  );
}
