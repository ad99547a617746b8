import { useEffect, useRef, useState } from 'preact/hooks';
import { request } from '../store/socket.js';
import type { Choice } from './choices.js';

const PAUSE_MS = 250;

/** What the bot offers for the option that is being typed. */
export interface Offered {
  state: 'idle' | 'loading' | 'ready' | 'failed';
  choices: Choice[];
}

/** Asks the bot for choices once the typing pauses; an answer to what was typed before is dropped. */
export function useAutocomplete(
  asked:
    | { channelId: string; name: string; focused: string; options: Record<string, string | number | boolean> }
    | undefined,
): Offered {
  const [offered, setOffered] = useState<Offered>({ state: 'idle', choices: [] });
  const turn = useRef(0);
  const key = asked && JSON.stringify(asked);
  useEffect(() => {
    turn.current += 1;
    if (!asked) return setOffered({ state: 'idle', choices: [] });
    const mine = turn.current;
    setOffered((before) => ({ state: 'loading', choices: before.choices }));
    const timer = setTimeout(() => {
      request({ type: 'autocomplete', ...asked }).then(
        ({ choices }) => {
          if (mine === turn.current) setOffered({ state: 'ready', choices: choices ?? [] });
        },
        () => {
          if (mine === turn.current) setOffered({ state: 'failed', choices: [] });
        },
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return offered;
}
