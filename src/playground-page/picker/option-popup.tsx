import { useEffect, useRef } from 'preact/hooks';
import { OptionRow } from './option-row.js';

/** One line of the popup: a value to choose or an option to add. */
export interface PopupEntry {
  key: string;
  label: string;
  description?: string;
}

interface Props {
  id: string;
  title: string;
  description: string;
  error: string | undefined;
  /** Undefined where there is nothing to choose from. */
  entries: readonly PopupEntry[] | undefined;
  /** What stands there instead of entries. */
  note?: string | undefined;
  active: number;
  onActive: (index: number) => void;
  onPick: (index: number) => void;
}

/** What stands above the option that is being filled in: what it is, what is wrong with it, what it offers. */
export function OptionPopup({ id, title, description, error, entries, note, active, onActive, onPick }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div class="picker">
      <p class={error ? 'picker-title wrong' : 'picker-title'} id={`${id}-about`}>
        <strong>{title}</strong> <span>{description}</span>
        {error && <span class="picker-error">{error}</span>}
      </p>
      {note && <p class="picker-none">{note}</p>}
      <div id={`${id}-list`} class="picker-list" role="listbox" aria-label={title} ref={list} hidden={!entries?.length}>
        {entries?.map((entry, index) => (
          <OptionRow
            key={entry.key}
            id={`${id}-${index}`}
            active={index === active}
            onActive={() => onActive(index)}
            onPick={() => onPick(index)}
          >
            <span class="option-label">{entry.label}</span>
            {entry.description && <span class="option-description">{entry.description}</span>}
          </OptionRow>
        ))}
      </div>
    </div>
  );
}
