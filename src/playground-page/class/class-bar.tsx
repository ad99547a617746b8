import { useState } from 'preact/hooks';
import { announce } from '../store/announce.js';
import { SCREEN_ADDRESS } from '../store/place.js';
import { ClassDialog } from './class-dialog.js';
import { NO_NETWORK } from './join-code.js';
import { classPlace, students } from './stage.js';
import './class-bar.css';

/** What whoever leads a class has always at hand: how to join, who is here, and the way to the projector's view. */
export function ClassBar() {
  const [isOpen, setOpen] = useState(false);
  const place = classPlace.value;
  if (!place) return null;
  const here = students.value.filter((one) => one.here).length;
  return (
    <section class="class-bar" aria-label="Class">
      {place.joinURL === '' ? (
        <p>{NO_NETWORK}</p>
      ) : (
        <p>
          Join at <strong>{new URL(place.joinURL).host}</strong>, code{' '}
          <strong class="join-letters">{place.code}</strong>
        </p>
      )}
      <p>{place.joiningClosed ? `${here} here, nobody new can join` : `${here} here`}</p>
      <div class="class-bar-buttons">
        <button type="button" class="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          Class…
        </button>
        <button type="button" class="button button-primary" onClick={openScreen}>
          Projector window
        </button>
      </div>
      {isOpen && <ClassDialog place={place} onClose={() => setOpen(false)} />}
    </section>
  );
}

function openScreen(): void {
  // A window of its own, so that it can be dragged to the projector.
  if (!open(SCREEN_ADDRESS, 'class-screen', 'popup,width=1280,height=720')) {
    announce('The browser has not opened the window. Allow pop-ups for this page.');
  }
}
