import { lazily } from './lazily.js';
import { ConnectionBanner } from './shell/connection-banner.js';
import { ProfileDialog } from './shell/profile-dialog.js';
import { announcement } from './store/announce.js';
import { openModal } from './store/deeds.js';
import { knock, place } from './store/place.js';
import { you } from './store/room.js';
import { enlarged } from './store/screen.js';

// A phone loads what it shows, and nothing of what it does not.
const Playground = lazily(async () => (await import('./playground.js')).Playground);
const Join = lazily(async () => (await import('./class/join.js')).Join);
const Student = lazily(async () => (await import('./class/student.js')).Student);
const Presenter = lazily(async () => (await import('./class/presenter.js')).Presenter);
const BotModal = lazily(async () => (await import('./shell/bot-modal.js')).BotModal);
const Lightbox = lazily(async () => (await import('./shell/lightbox.js')).Lightbox);

/** The whole page: a playground, or what somebody in a class sees of it. */
export function App() {
  return (
    <>
      <Place />
      {openModal.value && <BotModal.Part />}
      {enlarged.value && <Lightbox.Part />}
      <ProfileDialog />
      <div class="visually-hidden" role="log" aria-live="polite" aria-atomic="true">
        {announcement.value}
      </div>
    </>
  );
}

function Place() {
  if (knock.value) {
    Join.preload();
    // Whoever comes in needs it next.
    Student.preload();
    return <Join.Part />;
  }
  if (you.value.id === '') return <ConnectionBanner />;
  const { value } = place;
  if (value.mode === 'open' || value.role === 'teacher') return <Playground.Part />;
  return value.role === 'screen' ? <Presenter.Part /> : <Student.Part />;
}
