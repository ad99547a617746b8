import { useState } from 'preact/hooks';
import type { MediaItem } from '../model/component.js';
import { enlarged } from '../store/screen.js';
import { localAddress } from './media-address.js';

/** A picture with its description; a press enlarges it. */
export function Picture({ item, small = false }: { item: MediaItem; small?: boolean }) {
  const [shown, setShown] = useState(item.spoiler !== true);
  const url = localAddress(item.media.url);
  const alt = item.description ?? '';
  if (url === undefined) {
    return (
      <a class="elsewhere" href={item.media.url} target="_blank" rel="noopener noreferrer nofollow">
        {alt || 'A picture'} at another site, not loaded
      </a>
    );
  }
  if (!shown) {
    return (
      <button type="button" class="picture picture-hidden" onClick={() => setShown(true)}>
        Spoiler: show the picture
      </button>
    );
  }
  const { width, height } = item.media;
  return (
    <button
      type="button"
      class={small ? 'picture picture-small' : 'picture'}
      aria-label={`Enlarge: ${alt || 'picture without a description'}`}
      onClick={() => {
        enlarged.value = { url, alt };
      }}
    >
      <img
        src={url}
        alt={alt}
        width={width ?? undefined}
        height={height ?? undefined}
        loading="lazy"
        decoding="async"
      />
    </button>
  );
}
