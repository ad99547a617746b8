import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { lazily } from '../lazily.js';
import { ConnectionBanner } from '../shell/connection-banner.js';
import { ThemeButton } from '../shell/theme-button.js';
import { announce } from '../store/announce.js';
import { about, channel, openChannel, openOwnChannel, you } from '../store/room.js';
import { profileOpen } from '../store/screen.js';
import { ClassPane } from './class-pane.js';
import { newOnStage } from './read-stage.js';
import { classChannel, classPlace, goneBy, ownChannel, privateReplies, stageView } from './stage.js';
import { controlIds } from './stage-parts.js';
import './student.css';

const OwnPane = lazily(async () => (await import('./own-pane.js')).OwnPane);

/** Milliseconds without a change after which the stage is read aloud. */
const STILL_MS = 1500;

/** What somebody in a class has on their phone: what the class is at, and a place to try things. */
export function Student() {
  const [error, setError] = useState('');
  const own = ownChannel.value;
  const isTrying = own !== undefined && channel.value?.id === own.id;
  const [isMovedOn, setMovedOn] = useStageNews(isTrying);
  const place = classPlace.value;
  useGoneBy();

  const toClass = () => {
    setMovedOn(false);
    setError('');
    if (classChannel.value) openChannel(classChannel.value.id);
  };
  const toOwn = () => {
    setError('');
    openOwnChannel().catch((reason: Error) => setError(reason.message));
  };
  return (
    <div class="student">
      <ConnectionBanner />
      <header class="student-head">
        <h1>{about.value.name}</h1>
        <button
          type="button"
          class="student-name"
          disabled={place?.namesLocked}
          onClick={() => {
            profileOpen.value = true;
          }}
        >
          <span class="visually-hidden">You are </span>
          {you.value.name}
          {!place?.namesLocked && <small> Change name</small>}
        </button>
        <ThemeButton />
      </header>
      {place?.muted.includes(you.value.id) && (
        <p class="student-note" role="status">
          Your teacher has paused you. You can look, but not write or press.
        </p>
      )}
      {own && isTrying ? <OwnPane.Part channel={own} /> : <ClassPane />}
      {error && (
        <p class="student-note failed" role="alert">
          {error}
        </p>
      )}
      {isTrying && isMovedOn && (
        <p class="student-note" role="status">
          The class has moved on.{' '}
          <button type="button" class="link-button" onClick={toClass}>
            See what is new
          </button>
        </p>
      )}
      <nav class="student-switch" aria-label="Where you are">
        <button type="button" aria-current={isTrying ? undefined : 'page'} onClick={toClass}>
          Class
        </button>
        <button
          type="button"
          aria-current={isTrying ? 'page' : undefined}
          onPointerEnter={OwnPane.preload}
          onClick={toOwn}
        >
          Try it yourself
        </button>
      </nav>
    </div>
  );
}

/** Takes private answers to what the class was at before out of the way, once something else can be pressed. */
function useGoneBy(): void {
  const view = stageView.value;
  const controls = view && controlIds(view).join(' ');
  const before = useRef(controls);
  useLayoutEffect(() => {
    if (before.current === controls) return;
    before.current = controls;
    const [newest] = privateReplies.peek().now;
    if (newest) goneBy.value = newest.message.id;
  }, [controls]);
}

/** Reads what is new on the stage aloud once it stands still, and tells whether it came while somebody was elsewhere. */
function useStageNews(isElsewhere: boolean): [boolean, (is: boolean) => void] {
  const [isNew, setNew] = useState(false);
  const read = useRef(stageView.peek());
  const view = stageView.value;
  useEffect(() => {
    if (!view) return;
    const timer = setTimeout(() => {
      const parts = newOnStage(read.current, view);
      read.current = view;
      if (parts.length === 0) return;
      if (isElsewhere) setNew(true);
      else announce(parts.join('. '));
    }, STILL_MS);
    return () => clearTimeout(timer);
  }, [view, isElsewhere]);
  return [isNew, setNew];
}
