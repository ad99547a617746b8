import { useEffect, useRef, useState } from 'preact/hooks';
import type { PreviewView } from '../../playground/page/previews.js';
import { request } from '../store/socket.js';

const PAUSE_MS = 120;

interface Asked {
  name: string;
  focused: string;
  options: Record<string, string | number | boolean>;
}

/**
 * What a text comes to so far, asked for when the typing pauses. One question is under way at a time, and the next is
 * about the newest text; until it is answered the last answer stays. Nothing where the server has nothing to say.
 */
export function usePreview(asked: Asked | undefined): PreviewView | undefined {
  const [preview, setPreview] = useState<PreviewView>();
  const newest = useRef<Asked | undefined>(undefined);
  const isAsking = useRef(false);
  const key = asked && JSON.stringify(asked);

  const ask = async (): Promise<void> => {
    const about = newest.current;
    if (about === undefined || isAsking.current) return;
    isAsking.current = true;
    const answer = await request({ type: 'preview', ...about }).catch(() => undefined);
    isAsking.current = false;
    if (newest.current === about) setPreview(answer?.preview);
    else void ask();
  };
  useEffect(() => {
    newest.current = asked;
    if (asked === undefined) return setPreview(undefined);
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key]);
  useEffect(
    () => () => {
      newest.current = undefined;
    },
    [],
  );
  return preview;
}
