import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { WireEntry } from '../../playground/page/server-frames.js';
import { showWire, wire, wireOpen } from '../store/wire.js';
import { JsonText } from './json-text.js';

const KINDS = { interaction: 'Discord → bot', request: 'bot → Discord', note: 'bot → model' } as const;
type Kind = keyof typeof KINDS;

/** The drawer “What went over the wire”, if it is open. */
export function WireDrawer() {
  return wireOpen.value ? <Drawer /> : null;
}

function Drawer() {
  const [wanted, setWanted] = useState('');
  const [kinds, setKinds] = useState<ReadonlySet<Kind>>(new Set(Object.keys(KINDS) as Kind[]));
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const close = () => {
    showWire(false);
    document.querySelector<HTMLElement>('.wire-button')?.focus();
  };
  const toggle = (kind: Kind) => {
    const next = new Set(kinds);
    if (!next.delete(kind)) next.add(kind);
    setKinds(next);
  };
  const typed = wanted.trim().toLowerCase();
  const entries = wire.value.filter(
    ({ kind, title, json }) =>
      kinds.has(kind) && (typed === '' || title.toLowerCase().includes(typed) || json.toLowerCase().includes(typed)),
  );
  return (
    <aside
      class="wire"
      id="wire"
      aria-labelledby="wire-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <header class="wire-head">
        <h2 id="wire-title">What went over the wire</h2>
        <a
          class="wire-save"
          href="/transcript"
          download="tokenscope-transcript.json"
          title="Everything that people did here and what the bot answered, as JSON. It also has direct messages, and messages that only one person can see"
        >
          Save transcript
        </a>
        <button type="button" class="icon-button" aria-label="Close the drawer" onClick={close}>
          ×
        </button>
      </header>
      <p class="wire-about">
        What you did as Discord tells the bot, and what the bot asks Discord and the model for it. Newest first; secrets
        are masked.
      </p>
      <div class="wire-filter">
        <input
          ref={field}
          class="text-input"
          type="search"
          placeholder="Filter"
          aria-label="Filter what went over the wire"
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        {(Object.keys(KINDS) as Kind[]).map((kind) => (
          <button
            key={kind}
            type="button"
            class={`chip chip-${kind}`}
            aria-pressed={kinds.has(kind)}
            onClick={() => toggle(kind)}
          >
            {KINDS[kind]}
          </button>
        ))}
      </div>
      <ol class="wire-list" aria-label="Newest first">
        {entries.map((entry) => (
          <WireLine key={entry.id} entry={entry} />
        ))}
      </ol>
      {entries.length === 0 && (
        <p class="wire-about">
          {wire.value.length > 0 ? 'Nothing matches the filter.' : 'Nothing yet: use a command.'}
        </p>
      )}
    </aside>
  );
}

function WireLine({ entry }: { entry: WireEntry }) {
  const [open, setOpen] = useState(false);
  const { status } = entry;
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span class={`chip-dot chip-${entry.kind}`}>{KINDS[entry.kind]}</span>
          <time dateTime={new Date(entry.at).toISOString()}>{clock(entry.at)}</time>
          {status !== undefined && <span class={status < 400 ? 'status' : 'status bad'}>{status}</span>}
          <span class="wire-line-title">{entry.title}</span>
        </summary>
        {open && <JsonText json={entry.json} />}
      </details>
    </li>
  );
}

function clock(at: number): string {
  const date = new Date(at);
  return `${date.toLocaleTimeString(undefined, { hour12: false })}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
