import type { APIMessage } from 'discord-api-types/v10';
import type { MessageView } from '../../playground/page/server-frames.js';
import { Markdown } from '../markdown/markdown.js';
import type { Component } from '../model/component.js';
import { hidesEmbeds, isLayout, isLoading } from '../model/message-flags.js';
import { nameOf } from '../store/room.js';
import { Components } from './components.js';
import { Embed } from './embed.js';
import { FileLink } from './file-link.js';
import { InMessage } from './in-message.js';
import { Picture } from './picture.js';
import { Poll } from './poll.js';
import { isPicture, withoutSiblings } from './shown-picture.js';

/** All that a message shows: text, files, embeds and components. */
export function Contents({ view }: { view: MessageView }) {
  const { message } = view;
  if (isLoading(view)) {
    return (
      <p class="thinking">
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        {nameOf(message.author)} is thinking…
      </p>
    );
  }
  const components = (message.components ?? []) as unknown as Component[];
  return (
    <InMessage.Provider value={view}>
      <Forwarded view={view} />
      {message.content && <Markdown source={message.content} author={message.author.bot ? 'bot' : 'person'} />}
      {!isLayout(view) && message.attachments.length > 0 && (
        <div class="attachments">
          {withoutSiblings(message.attachments).map((file) =>
            isPicture(file) ? (
              <Picture key={file.id} item={{ media: file, description: file.description ?? '' }} />
            ) : (
              <FileLink key={file.id} name={file.filename} size={file.size} url={file.url} />
            ),
          )}
        </div>
      )}
      {!hidesEmbeds(view) && message.embeds.map((embed, index) => <Embed key={index} embed={embed} />)}
      {message.poll && <Poll poll={message.poll} />}
      <Components components={components} view={view} />
    </InMessage.Provider>
  );
}

/** What a forwarded message carries of the one that was forwarded; who wrote that it does not tell. */
function Forwarded({ view }: { view: MessageView }) {
  const [snapshot] = view.message.message_snapshots ?? [];
  if (!snapshot) return null;
  const message = { ...view.message, ...snapshot.message, message_snapshots: undefined } as unknown as APIMessage;
  return (
    <div class="forwarded">
      <p class="forwarded-title">Forwarded</p>
      <Contents view={{ message, ephemeral: false }} />
    </div>
  );
}
