import { useContext, useState } from 'preact/hooks';
import type { MediaItem } from '../model/component.js';
import { enlarged, theme } from '../store/screen.js';
import { InMessage } from './in-message.js';
import { RegionCard, RegionMark } from './region-card.js';
import { picturesIn, type ShownPicture, shownPicture } from './shown-picture.js';
import { useImageMap } from './use-image-map.js';

/** A picture with its description; a press enlarges it, and its parts tell their numbers. */
export function Picture({ item, small = false }: { item: MediaItem; small?: boolean }) {
  const view = useContext(InMessage);
  const [shown, setShown] = useState(item.spoiler !== true);
  const picture = shownPicture(item, view);
  if (picture === undefined) {
    return (
      <a class="elsewhere" href={item.media.url} target="_blank" rel="noopener noreferrer nofollow">
        {item.description || 'A picture'} at another site, not loaded
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
  const enlarge = () => {
    const all = view ? picturesIn(view) : [];
    const at = all.findIndex(({ url }) => url === picture.url);
    enlarged.value = at === -1 ? { pictures: [picture], at: 0 } : { pictures: all, at };
  };
  return small ? (
    <SmallPicture picture={picture} onEnlarge={enlarge} />
  ) : (
    <MappedPicture picture={picture} onEnlarge={enlarge} />
  );
}

interface Props {
  picture: ShownPicture;
  onEnlarge: () => void;
}

/** The address of a picture in the theme of the page. */
export function themedUrl({ url, lightUrl }: ShownPicture): string {
  return theme.value === 'light' ? (lightUrl ?? url) : url;
}

function SmallPicture({ picture, onEnlarge }: Props) {
  return (
    <button type="button" class="picture picture-small" aria-label={nameOf(picture)} onClick={onEnlarge}>
      <img src={themedUrl(picture)} alt={picture.alt} loading="lazy" decoding="async" />
    </button>
  );
}

function MappedPicture({ picture, onEnlarge }: Props) {
  const url = themedUrl(picture);
  const map = useImageMap(url);
  const enlarge = () => {
    map.leave();
    onEnlarge();
  };
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-label={nameOf(picture)}
        aria-keyshortcuts={map.count > 0 ? 'ArrowRight ArrowLeft' : undefined}
        onPointerMove={map.onPointerMove}
        onPointerLeave={map.onPointerLeave}
        onPointerDown={map.onPointerDown}
        onFocus={map.onFocus}
        onBlur={map.onBlur}
        onKeyDown={(event) => {
          if (!map.onKey(event)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onClick={(event) => map.onPress(event, enlarge)}
      >
        <span class="mapped">
          <img
            ref={map.image}
            src={url}
            alt={picture.alt}
            width={picture.width}
            height={picture.height}
            loading="lazy"
            decoding="async"
          />
          <RegionMark map={map} />
        </span>
      </button>
      <RegionCard map={map} onEnlarge={enlarge} />
    </>
  );
}

function nameOf({ alt }: ShownPicture): string {
  return `Enlarge: ${alt || 'picture without a description'}`;
}
