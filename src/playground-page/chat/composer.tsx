import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChannelView } from '../../playground/page/server-frames.js';
import { type SlashCommand, slashCommands } from '../model/command.js';
import { CommandForm } from '../picker/command-form.js';
import { CommandList } from '../picker/command-list.js';
import { matchCommands, typedCommand } from '../picker/match-commands.js';
import { announce } from '../store/announce.js';
import { commandsIn, findMessage, messages, nameOf, you } from '../store/room.js';
import { editing, replyingTo } from '../store/screen.js';
import { request } from '../store/socket.js';

const MAX_LENGTH = 2000;
/** From here on the characters that are left are shown. */
const COUNTED_FROM = 1800;

/** The box at the bottom: plain messages, and after a slash the commands. */
export function Composer({ channel }: { channel: ChannelView }) {
  const listId = useId();
  const [text, setText] = useState('');
  const [command, setCommand] = useState<SlashCommand>();
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  const [error, setError] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);

  const offered = slashCommands(commandsIn(channel.id));
  const isPicking = text.startsWith('/') && !text.includes('\n') && !closed;
  const matches = isPicking ? matchCommands(offered, text.slice(1)) : [];
  const isOpen = isPicking && (matches.length > 0 || !text.includes(' '));
  const answered = replyingTo.value === undefined ? undefined : findMessage(replyingTo.value);
  const where = channel.kind === 'dm' ? `@${channel.name}` : `#${channel.name}`;

  useEffect(() => {
    setCommand(undefined);
    setError('');
    replyingTo.value = undefined;
  }, [channel.id]);
  useEffect(() => {
    if (isOpen) announce(`${matches.length} commands. Arrow keys choose, Enter takes one.`);
  }, [isOpen]);

  const hadCommand = useRef(false);
  useLayoutEffect(() => {
    if (hadCommand.current && !command) field.current?.focus();
    hadCommand.current = command !== undefined;
  }, [command]);

  const write = (to: string) => {
    const known = typedCommand(offered, to);
    if (known && !closed) return choose(known);
    setText(to);
    setActive(0);
    setError('');
    if (!to.startsWith('/')) setClosed(false);
  };
  const choose = (one: SlashCommand) => {
    setText('');
    setActive(0);
    setCommand(one);
  };
  const leaveCommand = (to: string) => {
    setCommand(undefined);
    setText(to);
    setClosed(false);
  };
  const send = () => {
    if (text.trim() === '') return;
    const replyTo = replyingTo.value;
    // At once, so that what is typed before the answer comes is neither sent with it nor cleared away.
    setText('');
    setClosed(false);
    request({ type: 'say', channelId: channel.id, text, ...(replyTo === undefined ? {} : { replyTo }) }).then(
      () => {
        if (replyingTo.value === replyTo) replyingTo.value = undefined;
      },
      (reason: Error) => {
        setText((since) => (since === '' ? text : `${text}\n${since}`));
        setError(reason.message);
      },
    );
  };
  const editLast = () => {
    const own = messages.value[channel.id]?.findLast(({ message }) => message.author.id === you.value.id);
    if (own) editing.value = own.message.id;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const chosen = matches[active];
    if (isOpen && event.key === 'ArrowDown') setActive((active + 1) % Math.max(1, matches.length));
    else if (isOpen && event.key === 'ArrowUp') setActive((active - 1 + matches.length) % Math.max(1, matches.length));
    else if (isOpen && event.key === 'Escape') setClosed(true);
    else if (isOpen && chosen && (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey))) choose(chosen);
    else if (event.key === 'Escape' && replyingTo.value !== undefined) replyingTo.value = undefined;
    else if (event.key === 'Enter' && !event.shiftKey) send();
    else if (event.key === 'ArrowUp' && text === '') editLast();
    else return;
    event.preventDefault();
  };

  if (command) {
    return (
      <div class="composer">
        <CommandForm key={command.name} command={command} channelId={channel.id} onLeave={leaveCommand} />
      </div>
    );
  }
  return (
    <div class="composer">
      {isOpen && <CommandList id={listId} matches={matches} active={active} onActive={setActive} onPick={choose} />}
      {answered && (
        <p class="replying">
          <span>
            Replying to <strong>{nameOf(answered.message.author)}</strong>
          </span>
          <button
            type="button"
            class="icon-button"
            aria-label="Do not reply"
            onClick={() => {
              replyingTo.value = undefined;
              field.current?.focus();
            }}
          >
            ×
          </button>
        </p>
      )}
      {error && (
        <p class="failed" role="alert">
          {error}
        </p>
      )}
      <form
        class={answered ? 'box under' : 'box'}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <button
          type="button"
          class="icon-button slash"
          title="Use a command"
          aria-label="Use a command"
          onClick={() => {
            setClosed(false);
            setText('/');
            field.current?.focus();
          }}
        >
          /
        </button>
        <textarea
          id="composer"
          ref={field}
          rows={1}
          value={text}
          autocomplete="off"
          placeholder={`Message ${where}`}
          aria-label={`Message ${where}. Type a slash for commands.`}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={isOpen ? listId : undefined}
          aria-activedescendant={isOpen && matches.length > 0 ? `${listId}-${active}` : undefined}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {text.length > COUNTED_FROM && (
          <span class={text.length > MAX_LENGTH ? 'count over' : 'count'}>{MAX_LENGTH - text.length}</span>
        )}
        <button
          type="submit"
          class="icon-button send"
          title="Send"
          aria-label="Send message"
          disabled={text.trim() === ''}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M3 20.500 21.500 12 3 3.500 3 10l12 2-12 2z" />
          </svg>
        </button>
      </form>
    </div>
  );
}
