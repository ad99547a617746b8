import type { APIEmbed } from 'discord-api-types/v10';
import { Link, Markdown } from '../markdown/markdown.js';
import { cssColour } from './components.js';
import { Picture } from './picture.js';

/** An embed: a card with a coloured edge. */
export function Embed({ embed }: { embed: APIEmbed }) {
  const { title, url, description, author, footer, fields, image, thumbnail, timestamp } = embed;
  const picture = (media: { url: string; width?: number; height?: number }) => ({ media, description: title ?? '' });
  return (
    <div class="embed" style={embed.color == null ? {} : { '--accent': cssColour(embed.color) }}>
      <div class="embed-text">
        {author && (
          <div class="embed-author">{author.url ? <Link target={author.url}>{author.name}</Link> : author.name}</div>
        )}
        {title && (
          <div class="embed-title">{url ? <Link target={url}>{title}</Link> : <Markdown source={title} />}</div>
        )}
        {description && <Markdown source={description} />}
        {fields && fields.length > 0 && (
          <div class="embed-fields">
            {fields.map((field, index) => (
              <div key={index} class={field.inline ? 'embed-field inline' : 'embed-field'}>
                <div class="embed-name">{field.name}</div>
                <Markdown source={field.value} />
              </div>
            ))}
          </div>
        )}
        {image && <Picture item={picture(image)} />}
        {(footer || timestamp) && (
          <div class="embed-footer">
            {[footer?.text, timestamp && new Date(timestamp).toLocaleString()].filter(Boolean).join(' • ')}
          </div>
        )}
      </div>
      {thumbnail && <Picture item={picture(thumbnail)} small />}
    </div>
  );
}
