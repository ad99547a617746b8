import type { APIMessage } from 'discord-api-types/v10';
import type { MessageView } from '../../playground/page/server-frames.js';
import { readableText } from '../message/readable-text.js';
import { findMessage, nameOf } from '../store/room.js';
import { Avatar } from './avatar.js';

const MAX_PREVIEW = 120;

/** The line above a reply: whom it answers, and how that began. A press goes there. */
export function ReplyLine({ replied }: { replied: APIMessage | null }) {
  if (!replied) return <p class="origin">Original message was deleted</p>;
  const view = findMessage(replied.id) ?? { message: replied, ephemeral: false };
  const name = nameOf(replied.author);
  return (
    <p class="origin">
      <Avatar userId={replied.author.id} name={name} size={16} />
      <span class="origin-name">{name}</span>
      <button type="button" class="origin-text" tabIndex={-1} onClick={() => goTo(replied.id)}>
        {readableText(view).slice(0, MAX_PREVIEW) || 'Press to see the message'}
      </button>
    </p>
  );
}

/** The line above a command's response: who used it. */
export function UsedLine({ view }: { view: MessageView }) {
  const user = view.message.interaction_metadata?.user;
  if (!user || !view.used) return null;
  const name = nameOf(user);
  const command = view.used.menu ? view.used.name : `/${view.used.name}`;
  return (
    <p class="origin" title={`${command} ${view.used.filled}`.trim()}>
      <Avatar userId={user.id} name={name} size={16} />
      <span class="origin-name">{name}</span> used <span class="mention">{command}</span>
    </p>
  );
}

function goTo(id: string): void {
  const element = document.getElementById(`message-${id}`);
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
}
