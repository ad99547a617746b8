import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { themedUrl } from '../message/picture.js';
import { RegionCard, RegionMark } from '../message/region-card.js';
import { useImageMap } from '../message/use-image-map.js';
import { type Enlarged, enlarged } from '../store/screen.js';
import { Dialog } from './dialog.js';
import { useDrag } from './use-drag.js';
import { useZoom } from './use-zoom.js';

/** What one press of + does, and a double tap. */
const STEP = 1.5;
const DOUBLE_TAP = 2.5;
/** Two taps are one double tap within this time, milliseconds, and this distance, pixels. */
const DOUBLE_TAP_MS = 350;
const DOUBLE_TAP_PX = 40;

/** A picture as large as the window. */
export function Lightbox() {
  const { value } = enlarged;
  if (!value) return null;
  const close = () => {
    enlarged.value = undefined;
  };
  return (
    <Dialog label="Picture" class="lightbox" onClose={close}>
      <Viewer {...value} onClose={close} />
    </Dialog>
  );
}

function Viewer({ pictures, at, onClose }: Enlarged & { onClose: () => void }) {
  const picture = pictures[at];
  const url = picture ? themedUrl(picture) : '';
  const map = useImageMap(url);
  const frame = useRef<HTMLDivElement>(null);
  const drag = useDrag(frame);
  const [loaded, setLoaded] = useState<{ url: string; width: number; height: number }>();
  const [hasWords, setWords] = useState(() => matchMedia('(orientation: portrait)').matches);
  const lastTap = useRef({ time: 0, x: 0, y: 0 });
  const isTouch = useRef(false);
  const { width, height } = picture ?? {};
  const known = width !== undefined && height !== undefined ? { width, height } : undefined;
  const zoom = useZoom(frame, map.image, loaded?.url === url ? loaded : known);

  useEffect(() => frame.current?.focus(), []);
  useLayoutEffect(() => zoom.reset(), [at]);
  if (!picture) return null;

  const go = (by: number) => {
    enlarged.value = { pictures, at: (at + by + pictures.length) % pictures.length };
  };
  const toggle = (point: { x: number; y: number }) => {
    map.leave();
    zoom.by(zoom.factor > 1 ? 1 / zoom.factor : DOUBLE_TAP, point);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape') return;
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (event.key === '+' || event.key === '=') zoom.by(STEP);
    else if (event.key === '-' || event.key === '_') zoom.by(1 / STEP);
    else if (event.key === '0') zoom.reset();
    else if (isSideways && pictures.length > 1) go(event.key === 'ArrowLeft' ? -1 : 1);
    // Beside buttons, up and down go through the parts in reading order.
    else if (!map.onKey(event)) return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    if (drag.isDrag.current) return;
    const isOutside = event.target === frame.current;
    if (isTouch.current) {
      const { time, x, y } = lastTap.current;
      const isNear = Math.hypot(event.clientX - x, event.clientY - y) < DOUBLE_TAP_PX;
      const isDouble = !isOutside && isNear && event.timeStamp - time < DOUBLE_TAP_MS;
      lastTap.current = { time: isDouble ? 0 : event.timeStamp, x: event.clientX, y: event.clientY };
      if (isDouble) return toggle({ x: event.clientX, y: event.clientY });
    }
    if (isOutside) return onClose();
    map.onPress(event, map.leave);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of everything inside
    <div class="viewer" onKeyDown={onKeyDown}>
      <div class="viewer-bar">
        {pictures.length > 1 && (
          <>
            <button type="button" class="viewer-button" aria-label="Previous picture" onClick={() => go(-1)}>
              ‹
            </button>
            <span class="viewer-place" aria-live="polite">
              {at + 1} of {pictures.length}
            </span>
            <button type="button" class="viewer-button" aria-label="Next picture" onClick={() => go(1)}>
              ›
            </button>
          </>
        )}
        <span class="viewer-space" />
        <button type="button" class="viewer-button" aria-label="Smaller" onClick={() => zoom.by(1 / STEP)}>
          −
        </button>
        <button type="button" class="viewer-button" aria-label="Larger" onClick={() => zoom.by(STEP)}>
          +
        </button>
        {picture.alt && (
          <button type="button" class="viewer-button" aria-pressed={hasWords} onClick={() => setWords(!hasWords)}>
            In words
          </button>
        )}
        <a class="viewer-button viewer-link" href={url} target="_blank" rel="noopener noreferrer">
          Open in a new tab
        </a>
        <button type="button" class="viewer-button" aria-label="Close" onClick={onClose}>
          ×
        </button>
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the viewer's */}
      <section
        ref={frame}
        class={zoom.factor > 1 ? 'viewer-frame zoomed' : 'viewer-frame'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and its arrow keys go through the picture's parts
        tabIndex={0}
        aria-label="The picture. Arrow keys go through its parts, plus and minus zoom."
        onFocus={map.onFocus}
        onBlur={map.onBlur}
        onPointerDown={(event) => {
          isTouch.current = event.pointerType === 'touch';
          map.onPointerDown(event);
          drag.onPointerDown(event);
        }}
        onPointerMove={(event) => {
          drag.onPointerMove(event);
          map.onPointerMove(event);
        }}
        onPointerUp={drag.onPointerUp}
        onPointerLeave={map.onPointerLeave}
        onClick={onClick}
        onDblClick={(event) => {
          if (!isTouch.current && event.target !== frame.current) toggle({ x: event.clientX, y: event.clientY });
        }}
      >
        <span class="mapped" style={zoom.size && { width: `${zoom.size.width}px`, height: `${zoom.size.height}px` }}>
          <img
            key={url}
            ref={map.image}
            src={url}
            alt={picture.alt}
            draggable={false}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setLoaded({ url, width: naturalWidth, height: naturalHeight })
            }
          />
          <RegionMark map={map} />
        </span>
      </section>
      {hasWords && picture.alt && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        <section class="viewer-words" aria-label="The picture in words" tabIndex={0}>
          {picture.alt}
        </section>
      )}
      <RegionCard map={map} />
    </div>
  );
}
