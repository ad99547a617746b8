import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Region } from './image-map.js';
import type { ImageMap } from './use-image-map.js';

/** Pixels between a card and its region, and the window's edges. */
const GAP = 8;

/** The frame around the region that is looked at; it stands in the element that the picture fills. */
export function RegionMark({ map }: { map: ImageMap }) {
  const mark = useRef<HTMLSpanElement>(null);
  const { active } = map;
  useLayoutEffect(() => {
    if (active?.by === 'key') mark.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active?.index, active?.by]);
  if (!active) return null;
  const { left, top, width, height } = active.region;
  const share = (part: number) => `${part * 100}%`;
  return (
    <span
      ref={mark}
      class="region-mark"
      style={{ left: share(left), top: share(top), width: share(width), height: share(height) }}
    />
  );
}

/** What a region stands for: on a card beside it, and for screen readers. */
export function RegionCard({ map, onEnlarge }: { map: ImageMap; onEnlarge?: () => void }) {
  const { active, count, isEntered } = map;
  if (!isEntered) return null;
  return (
    <>
      <span class="visually-hidden" aria-live="polite">
        {spoken(active, count)}
      </span>
      {active && <Card map={map} region={active.region} onEnlarge={active.by === 'touch' ? onEnlarge : undefined} />}
    </>
  );
}

function spoken(active: ImageMap['active'], count: number): string {
  if (!active) return '';
  const { region, index, by } = active;
  if (by === 'pointer') return '';
  const numbers = [region.label, region.text].filter((part) => part.trim() !== '').join(': ');
  return by === 'key' ? `${numbers}. ${index + 1} of ${count}` : numbers;
}

interface CardProps {
  map: ImageMap;
  region: Region;
  onEnlarge: (() => void) | undefined;
}

function Card({ map, region, onEnlarge }: CardProps) {
  const card = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState(0);
  useLayoutEffect(() => {
    // Among what lies above all else, so that nothing cuts it off; an older browser has it where it stands.
    card.current?.showPopover?.();
  }, []);
  useLayoutEffect(() => {
    const { current } = card;
    const box = map.image.current?.getBoundingClientRect();
    if (current && box) placeBeside(current, box, region);
  }, [region, moved, onEnlarge]);
  useEffect(() => {
    const move = () => setMoved((before) => before + 1);
    addEventListener('scroll', move, { capture: true, passive: true });
    addEventListener('resize', move);
    return () => {
      removeEventListener('scroll', move, { capture: true });
      removeEventListener('resize', move);
    };
  }, []);
  return (
    <div ref={card} class="region-card" popover="manual">
      {region.label.trim() !== '' && (
        <strong class="region-label" aria-hidden="true">
          {region.label}
        </strong>
      )}
      {region.text.trim() !== '' && (
        <span class="region-text" aria-hidden="true">
          {region.text}
        </span>
      )}
      {onEnlarge && (
        <button type="button" class="button button-secondary region-enlarge" onClick={onEnlarge}>
          Enlarge the picture
        </button>
      )}
    </div>
  );
}

/** Above the region, or below it where there is more room; always whole in the window. */
function placeBeside(card: HTMLElement, picture: DOMRect, { left, top, width, height }: Region): void {
  const { offsetWidth, offsetHeight } = card;
  const above = picture.top + top * picture.height - GAP - offsetHeight;
  const below = picture.top + (top + height) * picture.height + GAP;
  const fitsBelow = below + offsetHeight + GAP <= innerHeight;
  const middle = picture.left + (left + width / 2) * picture.width;
  card.style.left = `${clamp(middle - offsetWidth / 2, innerWidth - offsetWidth)}px`;
  card.style.top = `${clamp(above < GAP && fitsBelow ? below : above, innerHeight - offsetHeight)}px`;
}

function clamp(place: number, room: number): number {
  return Math.max(GAP, Math.min(place, room - GAP));
}
