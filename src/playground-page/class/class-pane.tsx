import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { MessageView } from '../../playground/page/server-frames.js';
import { dismiss } from '../chat/message-actions.js';
import { MessageBoundary } from '../chat/message-boundary.js';
import { OnlyYou } from '../chat/only-you.js';
import { Contents } from '../message/contents.js';
import { hasNothingFocus, useKeptFocus } from '../message/use-kept-focus.js';
import { you } from '../store/room.js';
import { forStudent } from './for-student.js';
import { classPlace, privateReplies, stageView } from './stage.js';

/** What the class is at, and below it what only this student sees. */
export function ClassPane() {
  const view = stageView.value;
  const pane = useRef<HTMLElement>(null);
  // What had the focus may be gone with what the class was at before.
  const hadFocus = pane.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (hadFocus && hasNothingFocus()) pane.current?.focus({ preventScroll: true });
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <main class="class-pane" ref={pane} tabIndex={0} aria-label="What the class is at">
      <h2 class="visually-hidden">Class</h2>
      {view ? (
        <Stage key={view.message.id} view={view} />
      ) : (
        <p class="class-waiting">
          Wait for your teacher. You are in as <strong>{you.value.name}</strong>.
        </p>
      )}
      <PrivateReplies />
    </main>
  );
}

function Stage({ view }: { view: MessageView }) {
  const item = useRef<HTMLElement>(null);
  useKeptFocus(item, false);
  const prefix = classPlace.value?.hostActions ?? '';
  const shown = useMemo(() => forStudent(view, prefix), [view, prefix]);
  return (
    <article ref={item} id={`message-${view.message.id}`} class="class-stage" tabIndex={-1} aria-label="The class">
      <MessageBoundary version={view}>
        <Contents view={shown} />
      </MessageBoundary>
    </article>
  );
}

function PrivateReplies() {
  const { now, before } = privateReplies.value;
  const [newest, ...others] = now;
  const earlier = [...others, ...before];
  if (!newest && earlier.length === 0) return null;
  return (
    <section class="class-private" aria-label="Only for you">
      {newest && <PrivateReply key={newest.message.id} view={newest} isNewest />}
      {earlier.length > 0 && (
        <details>
          <summary>
            {earlier.length === 1 ? '1 earlier answer to you' : `${earlier.length} earlier answers to you`}
          </summary>
          {earlier.map((view) => (
            <PrivateReply key={view.message.id} view={view} />
          ))}
        </details>
      )}
    </section>
  );
}

function PrivateReply({ view, isNewest = false }: { view: MessageView; isNewest?: boolean }) {
  const item = useRef<HTMLElement>(null);
  useKeptFocus(item);
  // It answers a press further up, and may come below the end of the screen.
  useLayoutEffect(() => {
    if (isNewest) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isNewest, view]);
  return (
    <article ref={item} id={`message-${view.message.id}`} class="class-reply" tabIndex={-1}>
      <MessageBoundary version={view}>
        <Contents view={view} />
      </MessageBoundary>
      <OnlyYou onDismiss={() => dismiss(view)} />
    </article>
  );
}
