import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Select, SelectOption } from '../model/component.js';
import { selectableOptions } from './selectable-options.js';

interface Props {
  select: Select;
  label: string;
  initial: readonly string[];
  isBusy?: boolean;
  describedBy?: string;
  onChoose: (values: string[]) => void;
}

/** A menu to choose one or several options from, by mouse, touch or keyboard, as a listbox that opens under its button. */
export function SelectMenu({ select, label, initial, isBusy = false, describedBy, onChoose }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [chosen, setChosen] = useState<readonly string[]>(initial);
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const options = selectableOptions(select);
  const most = select.max_values ?? 1;
  const least = select.min_values ?? (select.required === false ? 0 : 1);
  const isMany = most > 1;

  const show = () => {
    if (select.disabled || isBusy) return;
    const first = options.findIndex((option) => chosen.includes(option.value));
    setActive(Math.max(0, first));
    setOpen(true);
  };
  const hide = (send: boolean) => {
    setOpen(false);
    const isChanged = chosen.length !== initial.length || chosen.some((value) => !initial.includes(value));
    if (send && isMany && isChanged && chosen.length >= least) onChoose([...chosen]);
  };
  const choose = (option: SelectOption | undefined) => {
    if (!option) return;
    if (isMany) {
      const without = chosen.filter((value) => value !== option.value);
      if (without.length < chosen.length) setChosen(without);
      else if (chosen.length < most) setChosen([...chosen, option.value]);
      return;
    }
    setOpen(false);
    // What the message says is chosen stays so until the bot says otherwise.
    onChoose([option.value]);
  };

  useEffect(() => {
    if (!open) return;
    const away = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) hide(true);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  });
  useLayoutEffect(() => {
    if (open) placeBeside(box.current, list.current);
  }, [open]);
  useEffect(() => {
    if (open) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [open, active]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        show();
      }
      return;
    }
    const moves: Record<string, number> = {
      ArrowDown: Math.min(options.length - 1, active + 1),
      ArrowUp: Math.max(0, active - 1),
      Home: 0,
      End: options.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) setActive(to);
    else if (event.key === 'Enter' || event.key === ' ') choose(options[active]);
    else if (event.key === 'Escape') hide(false);
    else if (event.key === 'Tab') return hide(true);
    else if (event.key.length === 1) setActive(findTyped(options, typed.current, event) ?? active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = chosen.map((value) => options.find((option) => option.value === value)?.label ?? value).join(', ');
  return (
    <div class="select" ref={box}>
      <button
        type="button"
        class="select-button"
        role="combobox"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open ? `${id}-${active}` : undefined}
        aria-label={shown ? `${label}: ${shown}` : label}
        aria-describedby={describedBy}
        aria-busy={isBusy}
        disabled={select.disabled}
        onClick={() => (open ? hide(true) : show())}
        onKeyDown={onKeyDown}
      >
        <span class={shown ? 'select-shown' : 'select-placeholder'}>
          {shown || select.placeholder || 'Make a selection'}
        </span>
        <span class="chevron" aria-hidden="true" />
      </button>
      <div
        class="select-list"
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        aria-multiselectable={isMany}
        hidden={!open}
        ref={list}
      >
        {(open ? options : []).map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the button's, which keeps the focus
          <div
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={chosen.includes(option.value)}
            class={index === active ? 'option active' : 'option'}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(option)}
          >
            <span class="option-label">
              {option.emoji?.name ? `${option.emoji.name} ` : ''}
              {option.label}
            </span>
            {option.description && <span class="option-description">{option.description}</span>}
            {chosen.includes(option.value) && <span class="option-check" aria-hidden="true" />}
          </div>
        ))}
        {options.length === 0 && <div class="option-none">There is nothing to choose.</div>}
      </div>
    </div>
  );
}

// The list is fixed to the window, so that no scrolling box around the menu cuts it off.
function placeBeside(box: HTMLElement | null, list: HTMLElement | null): void {
  if (!box || !list) return;
  const { top, bottom, left, width } = box.getBoundingClientRect();
  const below = innerHeight - bottom;
  const isBelow = below > Math.min(list.scrollHeight, 280) + 12 || below > top;
  list.style.left = `${left}px`;
  list.style.width = `${width}px`;
  list.style.maxHeight = `${Math.max(120, Math.min(320, (isBelow ? below : top) - 16))}px`;
  list.style.top = isBelow ? `${bottom + 4}px` : 'auto';
  list.style.bottom = isBelow ? 'auto' : `${innerHeight - top + 4}px`;
}

function findTyped(
  options: readonly SelectOption[],
  typed: { text: string; at: number },
  event: KeyboardEvent,
): number | undefined {
  typed.text = event.timeStamp - typed.at > 700 ? event.key : typed.text + event.key;
  typed.at = event.timeStamp;
  const found = options.findIndex((option) => option.label.toLowerCase().startsWith(typed.text.toLowerCase()));
  return found < 0 ? undefined : found;
}
