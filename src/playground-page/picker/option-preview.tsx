import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PreviewView } from '../../playground/page/previews.js';
import { announce } from '../store/announce.js';

/** How long nothing may change before it is read aloud: not while somebody types. */
const STILL_MS = 1500;
/** Colours of the pieces; the style sheet has one for each number from 0. */
const HUES = 6;

/** What the text that is being typed comes to: a sentence, and the end of its pieces in colours. */
export function OptionPreview({ preview: { summary, pieces, first } }: { preview: PreviewView }) {
  const frame = useRef<HTMLDivElement>(null);
  const [isCut, setCut] = useState(false);
  useLayoutEffect(() => {
    const { current } = frame;
    setCut(current !== null && (current.firstElementChild?.clientHeight ?? 0) > current.clientHeight);
  }, [pieces]);
  useEffect(() => {
    const timer = setTimeout(() => announce(summary), STILL_MS);
    return () => clearTimeout(timer);
  }, [summary]);
  return (
    <div class="preview">
      <p class="preview-summary">{summary}</p>
      <div ref={frame} class={isCut ? 'preview-frame cut' : 'preview-frame'} aria-hidden="true">
        <div class="preview-pieces">
          {pieces.map(({ text, note }, index) => (
            <span key={first + index} class={`piece piece-${(first + index) % HUES}`} title={note}>
              {text}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
