import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChannelView } from '../../playground/page/server-frames.js';
import { channelTitle } from '../model/channel-sign.js';
import { type SlashCommand, slashCommands } from '../model/command.js';
import { CommandForm } from '../picker/command-form.js';
import { CommandList } from '../picker/command-list.js';
import { matchCommands, typedCommand } from '../picker/match-commands.js';
import { announce } from '../store/announce.js';
import { putDown } from '../store/put-down.js';
import { bot, commandsIn, findMessage, messages, people, you } from '../store/room.js';
import { editing, pingsAnswered, replyingTo } from '../store/screen.js';
import { request } from '../store/socket.js';
import { ChosenFiles } from './chosen-files.js';
import { MentionList } from './mention-list.js';
import { ReplyBar } from './reply-bar.js';
import { type Mentionable, matchMentions, typedMention, withMentions } from './written-mentions.js';

const MAX_LENGTH = 2000;
/** From here on the characters that are left are shown. */
const COUNTED_FROM = 1800;
const MAX_FILES = 10;

/** The box at the bottom: plain messages, and after a slash the commands. */
export function Composer({ channel }: { channel: ChannelView }) {
  const listId = useId();
  const [text, setText] = useState('');
  const [command, setCommand] = useState<SlashCommand>();
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  const [error, setError] = useState('');
  const [caret, setCaret] = useState(0);
  const [files, setFiles] = useState<readonly File[]>([]);
  const chooser = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  const offered = slashCommands(commandsIn(channel.id));
  const isPicking = text.startsWith('/') && !text.includes('\n') && !closed;
  const matches = isPicking ? matchCommands(offered, text.slice(1)) : [];
  const isOpen = isPicking && (matches.length > 0 || !text.includes(' '));
  const isNothing = text.trim() === '' && files.length === 0;
  const answered = replyingTo.value === undefined ? undefined : findMessage(replyingTo.value);
  const where = channelTitle(channel);
  const canMention = [bot.value, ...people.value.values()].filter(({ id }) => id !== you.value.id);
  const mention = isPicking || closed ? undefined : typedMention(text, caret);
  const mentioned = mention ? matchMentions(canMention, mention.typed) : [];
  const isMentioning = mentioned.length > 0;
  const count = isMentioning ? mentioned.length : matches.length;

  // Before the next key is read: later it would undo what was typed since.
  useLayoutEffect(() => {
    setCommand(undefined);
    setError('');
    replyingTo.value = undefined;
  }, [channel.id]);
  useEffect(() => {
    if (isOpen) announce(`${matches.length} commands. Arrow keys choose, Enter takes one.`);
  }, [isOpen]);
  useEffect(() => {
    if (isMentioning) announce(`${mentioned.length} people to mention. Arrow keys choose, Enter takes one.`);
  }, [isMentioning]);

  const hadCommand = useRef(false);
  useLayoutEffect(() => {
    if (hadCommand.current && !command) field.current?.focus();
    hadCommand.current = command !== undefined;
  }, [command]);

  // Where the caret goes with the next text, once the box has it.
  const nextCaret = useRef<number>(undefined);
  useLayoutEffect(() => {
    const { current: at } = nextCaret;
    nextCaret.current = undefined;
    if (at !== undefined) field.current?.setSelectionRange(at, at);
  });

  const write = (to: string) => {
    const known = typedCommand(offered, to);
    if (known && !closed) return choose(known);
    setText(to);
    setActive(0);
    setError('');
    setCaret(field.current?.selectionEnd ?? to.length);
    if (!to.startsWith('/')) setClosed(false);
  };
  const pickMention = ({ name }: Mentionable) => {
    if (!mention) return;
    const before = `${text.slice(0, mention.start)}@${name} `;
    const whole = before + text.slice(caret).trimStart();
    setText(whole);
    setCaret(before.length);
    nextCaret.current = before.length;
    // The name is not typed on.
    setClosed(true);
  };
  const addFiles = (chosen: Iterable<File>) => {
    setFiles((all) => [...all, ...chosen].slice(0, MAX_FILES));
    field.current?.focus();
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
    if (isNothing) return;
    const replyTo = replyingTo.value;
    const about = replyTo === undefined ? {} : { replyTo, ping: pingsAnswered.value };
    // At once, so that what is typed before the answer comes is neither sent with it nor cleared away.
    setText('');
    setFiles([]);
    setClosed(false);
    const say = async () => {
      const ids = await Promise.all(files.map((file) => putDown(file, channel.id)));
      const sent = withMentions(text, canMention);
      await request({
        type: 'say',
        channelId: channel.id,
        text: sent,
        ...about,
        ...(ids.length > 0 ? { files: ids } : {}),
      });
    };
    say().then(
      () => {
        if (replyingTo.value === replyTo) replyingTo.value = undefined;
      },
      (reason: Error) => {
        setText((since) => (since === '' ? text : `${text}\n${since}`));
        setFiles((since) => [...files, ...since].slice(0, MAX_FILES));
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
    const toMention = mentioned[active];
    const takes = event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey);
    const isList = isOpen || isMentioning;
    if (isList && event.key === 'ArrowDown') setActive((active + 1) % Math.max(1, count));
    else if (isList && event.key === 'ArrowUp') setActive((active - 1 + count) % Math.max(1, count));
    else if (isList && event.key === 'Escape') setClosed(true);
    else if (isMentioning && toMention && takes) pickMention(toMention);
    else if (isOpen && chosen && takes) choose(chosen);
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
      {isMentioning && (
        <MentionList id={listId} matches={mentioned} active={active} onActive={setActive} onPick={pickMention} />
      )}
      <ChosenFiles files={files} onRemove={(file) => setFiles(files.filter((one) => one !== file))} />
      {answered && <ReplyBar answered={answered} onLeave={() => field.current?.focus()} />}
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
        <button
          type="button"
          class="icon-button attach"
          title="Attach files"
          aria-label="Attach files"
          onClick={() => chooser.current?.click()}
        >
          +
        </button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label="Files to attach"
          onChange={(event) => {
            addFiles(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
        <textarea
          id="composer"
          ref={field}
          rows={1}
          value={text}
          autocomplete="off"
          placeholder={`Message ${where}`}
          aria-label={`Message ${where}. Type a slash for commands, an at sign to mention somebody.`}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={isOpen || isMentioning ? listId : undefined}
          aria-activedescendant={(isOpen || isMentioning) && count > 0 ? `${listId}-${active}` : undefined}
          onSelect={(event) => setCaret(event.currentTarget.selectionEnd)}
          onPaste={(event) => {
            const pasted = [...(event.clipboardData?.files ?? [])];
            if (pasted.length === 0) return;
            event.preventDefault();
            addFiles(pasted);
          }}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {text.length > COUNTED_FROM && (
          <span class={text.length > MAX_LENGTH ? 'count over' : 'count'}>{MAX_LENGTH - text.length}</span>
        )}
        <button type="submit" class="icon-button send" title="Send" aria-label="Send message" disabled={isNothing}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M3 20.500 21.500 12 3 3.500 3 10l12 2-12 2z" />
          </svg>
        </button>
      </form>
    </div>
  );
}
