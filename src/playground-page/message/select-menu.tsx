import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Select, SelectOption } from '../model/component.js';
import { filterOptions } from './filter-options.js';
import { placeList } from './place-list.js';
import { selectableOptions } from './selectable-options.js';

/** Options by which Page Up and Page Down move. */
const PAGE = 8;

/** Of so many options each is seen at once. */
const FEW = 7;

interface Props {
  select: Select;
  label: string;
  initial: readonly string[];
  isBusy?: boolean;
  describedBy?: string;
  id?: string;
  onChoose: (values: string[]) => void;
}

/**
 * A menu to choose one or several options from, by mouse, touch or keyboard: a box that opens a list. What is typed while
 * it is open leaves the options that fit. The focus stays in the box.
 */
export function SelectMenu({ select, label, initial, isBusy = false, describedBy, id: given, onChoose }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const [chosen, setChosen] = useState<readonly string[]>(initial);
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const all = selectableOptions(select);
  const options = open ? filterOptions(all, typed) : all;
  const most = select.max_values ?? 1;
  const least = select.min_values ?? (select.required === false ? 0 : 1);
  const isMany = most > 1;
  const isOff = select.disabled === true;

  // A new state of the message may mark other options as chosen.
  useEffect(() => setChosen(initial), [initial.join('\n')]);

  const show = (text = '') => {
    if (isOff || isBusy) return;
    setTyped(text);
    setActive(Math.max(0, text ? 0 : all.findIndex((option) => chosen.includes(option.value))));
    setOpen(true);
  };
  const hide = (send: boolean) => {
    setOpen(false);
    setTyped('');
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
    // What the message says is chosen stays so until the bot says otherwise, so that the same can be chosen again.
    hide(false);
    onChoose([option.value]);
  };
  const type = (text: string) => {
    setTyped(text);
    setActive(0);
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
    if (!open) return;
    const place = () => box.current && list.current && placeList(box.current, list.current);
    place();
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    };
  }, [open]);
  useEffect(() => {
    if (open) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [open, active]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (!open) {
      if (!['ArrowDown', 'ArrowUp', 'Enter', ' '].includes(event.key)) return;
      event.preventDefault();
      return show();
    }
    const end = options.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: active >= end ? 0 : active + 1,
      ArrowUp: active <= 0 ? end : active - 1,
      PageDown: Math.min(end, active + PAGE),
      PageUp: Math.max(0, active - PAGE),
      Home: 0,
      End: end,
    };
    const to = moves[event.key];
    if (to !== undefined) setActive(Math.max(0, to));
    else if (event.key === 'Enter' || (event.key === ' ' && typed === '')) choose(options[active]);
    else if (event.key === 'Escape') typed === '' ? hide(false) : type('');
    else if (event.key === 'Tab') return hide(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = chosen.map((value) => all.find((option) => option.value === value)?.label ?? value).join(', ');
  // A keyboard on the screen would cover the list, which a finger scrolls.
  const isTouched = matchMedia('(pointer: coarse)').matches;
  const placeholder = shown || select.placeholder || 'Make a selection';
  return (
    <div class={open ? 'select open' : 'select'} ref={box}>
      <input
        id={given}
        class="select-box"
        role="combobox"
        type="text"
        autocomplete="off"
        spellcheck={false}
        inputMode={isTouched ? 'none' : 'text'}
        value={open ? typed : shown}
        placeholder={open && !isTouched && options.length > FEW ? `${placeholder} (type to find)` : placeholder}
        aria-haspopup="listbox"
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && options.length > 0 ? `${id}-${active}` : undefined}
        aria-label={shown ? `${label}: ${shown}` : label}
        aria-describedby={describedBy}
        aria-busy={isBusy}
        aria-disabled={isOff}
        readOnly={isOff}
        tabIndex={isOff ? -1 : 0}
        data-custom-id={select.custom_id}
        onClick={() => (open ? hide(true) : show())}
        onInput={(event) => {
          if (open) return type(event.currentTarget.value);
          event.currentTarget.value = shown;
          show(event instanceof InputEvent ? (event.data ?? '') : '');
        }}
        onKeyDown={onKeyDown}
      />
      <span class="chevron" aria-hidden="true" />
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
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the box's, which keeps the focus
          <div
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={chosen.includes(option.value)}
            class={index === active ? 'option active' : 'option'}
            onPointerMove={() => setActive(index)}
            // The focus stays in the box.
            onMouseDown={(event) => event.preventDefault()}
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
        {open && options.length === 0 && (
          <div class="option-none">{typed ? 'Nothing fits what you typed.' : 'There is nothing to choose.'}</div>
        )}
      </div>
      {open && typed !== '' && (
        <span class="visually-hidden" role="status">
          {options.length === 1 ? '1 choice fits' : `${options.length} choices fit`}
        </span>
      )}
    </div>
  );
}
