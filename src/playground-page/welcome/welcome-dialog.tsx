import { Dialog } from '../shell/dialog.js';
import { about, channel } from '../store/room.js';
import { welcomeOpen } from '../store/screen.js';
import { Welcome } from './welcome.js';

/** The welcome in front of the channel, for whoever came later or wants it again. */
export function WelcomeDialog() {
  const open = channel.value;
  if (!welcomeOpen.value || !open) return null;
  const close = () => {
    welcomeOpen.value = false;
  };
  return (
    <Dialog label={`Welcome to ${about.value.name}`} class="welcome-dialog" onClose={close}>
      <button type="button" class="icon-button dialog-close" aria-label="Close the welcome" onClick={close}>
        ×
      </button>
      <Welcome channel={open} headingId="welcome-dialog-title" onLeave={close} />
    </Dialog>
  );
}
