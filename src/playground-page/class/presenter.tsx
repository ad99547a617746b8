import { useEffect, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../playground/page/server-frames.js';
import { Markdown } from '../markdown/markdown.js';
import { themedUrl } from '../message/picture.js';
import type { ShownPicture } from '../message/shown-picture.js';
import { isLoading } from '../model/message-flags.js';
import { ConnectionBanner } from '../shell/connection-banner.js';
import { ThemeButton } from '../shell/theme-button.js';
import { about, nameOf } from '../store/room.js';
import { withoutHostActions } from './for-student.js';
import { JoinCode } from './join-code.js';
import { classPlace, stageView, students } from './stage.js';
import { blocksOf, letterOf } from './stage-parts.js';
import { useFitText } from './use-fit-text.js';
import './presenter.css';

/** What the projector shows: what the class is at, as large as the window allows, and how to join. Nothing is pressed here. */
export function Presenter() {
  const [wantsCode, setWantsCode] = useState(false);
  const view = stageView.value;
  const place = classPlace.value;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'c' || event.ctrlKey || event.metaKey || event.altKey) return;
      setWantsCode((before) => !before);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  // What comes next is looked at, whoever has forgotten to take the code away.
  useEffect(() => setWantsCode(false), [view?.message.id]);
  if (!place) return null;
  const isCodeLarge = wantsCode || !view;
  const here = students.value.filter((one) => one.here).length;
  const people = here === 1 ? '1 person is here' : `${here} people are here`;
  return (
    <div class={isCodeLarge ? 'presenter presenter-joining' : 'presenter'}>
      <ConnectionBanner />
      <main class="presenter-main">
        <h1 class="visually-hidden">{about.value.name}: what the class sees</h1>
        {isCodeLarge || !view ? <JoinCode place={place} large /> : <Stage view={view} />}
      </main>
      <aside class="presenter-side" aria-label="Join the class">
        {!isCodeLarge && <JoinCode place={place} />}
        <p class="presenter-people">{people}</p>
        <div class="presenter-tools">
          {view && (
            <button type="button" class="head-button" aria-keyshortcuts="c" onClick={() => setWantsCode(!wantsCode)}>
              {wantsCode ? 'Hide the code' : 'Show the code'} <kbd>C</kbd>
            </button>
          )}
          <ThemeButton />
          <button type="button" class="head-button" onClick={toggleFullScreen}>
            Full screen
          </button>
        </div>
      </aside>
    </div>
  );
}

function Stage({ view }: { view: MessageView }) {
  const frame = useRef<HTMLDivElement>(null);
  useFitText(frame, view);
  if (isLoading(view)) {
    return <p class="presenter-thinking">{nameOf(view.message.author)} is thinking…</p>;
  }
  const blocks = blocksOf(withoutHostActions(view, classPlace.value?.hostActions ?? ''));
  const hasPicture = blocks.some(({ kind }) => kind === 'pictures');
  return (
    <div ref={frame} class={hasPicture ? 'presenter-stage' : 'presenter-stage presenter-words'}>
      <h2 class="visually-hidden">Now</h2>
      {blocks.map((block, index) =>
        block.kind === 'text' ? (
          <Markdown key={index} source={block.source} />
        ) : block.kind === 'pictures' ? (
          <Pictures key={index} pictures={block.pictures} />
        ) : (
          <ol key={index} class="presenter-answers">
            {block.labels.map((label, at) => (
              <li key={label}>
                <span class="presenter-letter">{letterOf(at)}</span> {label}
              </li>
            ))}
          </ol>
        ),
      )}
    </div>
  );
}

/** Of a picture whose size is not known, width by height. */
const USUAL_RATIO = 16 / 9;

function Pictures({ pictures }: { pictures: readonly ShownPicture[] }) {
  const ratios = pictures.map(({ width, height }) => (width && height ? width / height : USUAL_RATIO));
  const ratio = ratios.reduce((sum, one) => sum + one, 0);
  return (
    <div class="presenter-pictures" style={{ '--ratio': ratio }}>
      {pictures.map((picture) => (
        <img key={picture.url} src={themedUrl(picture)} alt={picture.alt} />
      ))}
    </div>
  );
}

function toggleFullScreen(): void {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => undefined);
}
