import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../playground/page/server-frames.js';
import { editing } from '../store/screen.js';
import { request } from '../store/socket.js';

/** A person's own message while it is rewritten: Enter saves, Esc leaves it as it was. */
export function MessageEditor({ view }: { view: MessageView }) {
  const { id, content } = view.message;
  const [text, setText] = useState(content);
  const [error, setError] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(content.length, content.length);
  }, [content]);

  const leave = () => {
    editing.value = undefined;
    document.getElementById('composer')?.focus();
  };
  const save = () => {
    if (text === content) return leave();
    request({ type: 'edit', messageId: id, text }).then(leave, (reason: Error) => setError(reason.message));
  };
  return (
    <div class="editor">
      <textarea
        ref={field}
        value={text}
        rows={1}
        aria-label="Edit message"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Escape') leave();
          else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            save();
          } else return;
          event.stopPropagation();
        }}
      />
      <p class="editor-hint">
        escape to{' '}
        <button type="button" class="link-button" onClick={leave}>
          cancel
        </button>{' '}
        • enter to{' '}
        <button type="button" class="link-button" onClick={save}>
          save
        </button>
      </p>
      {error && (
        <p class="failed" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
