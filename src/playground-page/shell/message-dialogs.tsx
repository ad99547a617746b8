import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { channelTitle } from '../model/channel-sign.js';
import { announce } from '../store/announce.js';
import { channels, openChannel } from '../store/room.js';
import { asking, forwarding, threading } from '../store/screen.js';
import { request } from '../store/socket.js';
import { Dialog } from './dialog.js';

/** The dialogs in which a message is forwarded, a thread begins, and a poll is asked. */
export function MessageDialogs() {
  return (
    <>
      {forwarding.value && <ForwardDialog messageId={forwarding.value} />}
      {threading.value && <ThreadDialog {...threading.value} />}
      {asking.value && <PollDialog channelId={asking.value} />}
    </>
  );
}

function ForwardDialog({ messageId }: { messageId: string }) {
  const [error, setError] = useState('');
  const [to, setTo] = useState(channels.value[0]?.id ?? '');
  const close = () => {
    forwarding.value = undefined;
  };
  const send = () => {
    request({ type: 'forward', messageId, channelId: to }).then(
      () => {
        close();
        announce('The message is forwarded.');
      },
      (reason: Error) => setError(reason.message),
    );
  };
  return (
    <FormDialog title="Forward" action="Forward" error={error} onClose={close} onSend={send}>
      <label class="field">
        <span class="field-label">To</span>
        <select class="text-input" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
          {channels.value.map((channel) => (
            <option key={channel.id} value={channel.id}>
              {channelTitle(channel)}
            </option>
          ))}
        </select>
      </label>
    </FormDialog>
  );
}

function ThreadDialog({ channelId, messageId }: { channelId: string; messageId?: string | undefined }) {
  const [error, setError] = useState('');
  const [name, setName] = useState('');
  const close = () => {
    threading.value = undefined;
  };
  const send = () => {
    const about = messageId === undefined ? {} : { messageId };
    request({ type: 'start-thread', channelId, name, ...about }).then(
      ({ channelId: made }) => {
        close();
        if (made !== undefined) openChannel(made);
      },
      (reason: Error) => setError(reason.message),
    );
  };
  return (
    <FormDialog title="New thread" action="Create thread" error={error} onClose={close} onSend={send}>
      <label class="field">
        <span class="field-label">Name of the thread</span>
        <input
          class="text-input"
          value={name}
          maxLength={100}
          autocomplete="off"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
    </FormDialog>
  );
}

function PollDialog({ channelId }: { channelId: string }) {
  const [error, setError] = useState('');
  const [question, setQuestion] = useState('');
  const [answers, setAnswers] = useState('');
  const [multiple, setMultiple] = useState(false);
  const close = () => {
    asking.value = undefined;
  };
  const send = () => {
    const lines = answers.split('\n').filter((line) => line.trim() !== '');
    request({ type: 'poll', channelId, question, answers: lines, multiple }).then(close, (reason: Error) =>
      setError(reason.message),
    );
  };
  return (
    <FormDialog title="New poll" action="Post the poll" error={error} onClose={close} onSend={send}>
      <label class="field">
        <span class="field-label">Question</span>
        <input
          class="text-input"
          value={question}
          maxLength={300}
          autocomplete="off"
          onInput={(event) => setQuestion(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span class="field-label">Answers</span>
        <span class="field-description">One on each line, 10 at most.</span>
        <textarea
          class="text-input"
          rows={4}
          value={answers}
          onInput={(event) => setAnswers(event.currentTarget.value)}
        />
      </label>
      <label>
        <input type="checkbox" checked={multiple} onChange={(event) => setMultiple(event.currentTarget.checked)} />{' '}
        Several answers can be chosen
      </label>
    </FormDialog>
  );
}

interface FormDialogProps {
  title: string;
  action: string;
  error: string;
  onClose: () => void;
  onSend: () => void;
  children: ComponentChildren;
}

function FormDialog({ title, action, error, onClose, onSend, children }: FormDialogProps) {
  return (
    <Dialog label={title} onClose={onClose}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          onSend();
        }}
      >
        <h2>{title}</h2>
        {children}
        <p class="failed" role="alert">
          {error}
        </p>
        <div class="dialog-actions">
          <button type="button" class="button button-secondary" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button button-primary">
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
