import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** The size of type that is tried first, and the least, in hundredths of the window's height; and the steps between. */
const LARGEST = 5;
const LEAST = 2;
const STEP = 0.25;

/** Makes the text in an element as large as the element has room for, by its style sheet's `--fit`. */
export function useFitText(element: RefObject<HTMLElement | null>, shown: unknown): void {
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const enlarge = () => {
      for (let size = LARGEST; size >= LEAST; size -= STEP) {
        current.style.setProperty('--fit', `${size}vh`);
        if (current.scrollHeight <= current.clientHeight) return;
      }
    };
    enlarge();
    addEventListener('resize', enlarge);
    // A font that arrives later has other widths.
    void document.fonts.ready.then(enlarge);
    return () => removeEventListener('resize', enlarge);
  }, [shown]);
}
