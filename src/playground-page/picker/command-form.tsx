import { useId, useLayoutEffect, useState } from 'preact/hooks';
import { checkOption, type Filled } from '../model/check-option.js';
import { leadingOptions, type SlashCommand } from '../model/command.js';
import { announce } from '../store/announce.js';
import { start } from '../store/deeds.js';
import { putDown } from '../store/put-down.js';
import { previews } from '../store/room.js';
import { Refusal } from '../store/socket.js';
import { type Choice, choicesOf, hintOf, matchChoices } from './choices.js';
import { OptionField } from './option-field.js';
import { OptionPopup, type PopupEntry } from './option-popup.js';
import { OptionPreview } from './option-preview.js';
import { useAutocomplete } from './use-autocomplete.js';
import { usePreview } from './use-preview.js';

interface Props {
  command: SlashCommand;
  channelId: string;
  /** Back to plain writing, with this text. */
  onLeave: (text: string) => void;
}

/** The field after the last option, where further options are added. */
const ADD = '+add';

/** A command in the message box: its options are filled in one after the other, with the keyboard alone if wanted. */
export function CommandForm({ command, channelId, onLeave }: Props) {
  const popupId = useId();
  const leading = leadingOptions(command);
  const [added, setAdded] = useState<readonly string[]>([]);
  const [filled, setFilled] = useState<Readonly<Record<string, Filled>>>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [focused, setFocused] = useState(leading[0]?.name ?? ADD);
  const [wanted, setWanted] = useState('');
  const [active, setActive] = useState(-1);
  const [closed, setClosed] = useState(false);

  const shown = [...leading, ...added.flatMap((name) => command.options.find((option) => option.name === name) ?? [])];
  const option = shown.find(({ name }) => name === focused);
  const left = command.options.filter((one) => !shown.includes(one));
  const typed = option && filled[option.name];
  const offered = useAutocomplete(
    option?.autocomplete && typed?.value === undefined
      ? { channelId, name: command.name, focused: option.name, options: valuesSoFar(option.name) }
      : undefined,
  );

  const previewed = shown.find(({ name }) => previews.value[command.name]?.includes(name));
  const preview = usePreview(
    previewed && 'value' in checkOption(previewed, filled[previewed.name])
      ? { name: command.name, focused: previewed.name, options: valuesSoFar() }
      : undefined,
  );

  const own = option && choicesOf(option);
  const choices: readonly Choice[] | undefined = own
    ? matchChoices(own, typed)
    : option?.autocomplete
      ? offered.choices
      : undefined;
  const addable = left.filter(({ name }) => name.includes(wanted.trim().toLowerCase()));
  const entries: PopupEntry[] | undefined = option
    ? choices?.map(({ name, value }) => ({ key: String(value), label: name }))
    : addable.map(({ name, description }) => ({ key: name, label: name, description }));

  function valuesSoFar(focusedName?: string): Record<string, string | number | boolean> {
    const values: Record<string, string | number | boolean> = {};
    for (const one of shown) {
      const checked = checkOption(one, filled[one.name]);
      if (one.name === focusedName) values[one.name] = filled[one.name]?.shown ?? '';
      else if ('value' in checked) values[one.name] = checked.value;
    }
    return values;
  }

  // Before the next key is read, so that none is lost to whoever types fast.
  useLayoutEffect(() => {
    document.getElementById(fieldId(leading[0]?.name ?? ADD))?.focus();
    announce(`${command.name}: ${command.description}`);
  }, [command]);
  // An option that was just added is filled in next.
  useLayoutEffect(() => {
    const last = added.at(-1);
    if (last !== undefined) document.getElementById(fieldId(last))?.focus();
  }, [added.length]);

  const focusField = (name: string) => {
    setFocused(name);
    setActive(-1);
    setClosed(false);
  };
  const fill = (name: string, to: Filled) => {
    setFilled({ ...filled, [name]: to });
    setErrors(without(errors, name));
    setClosed(false);
    // What is typed among given choices highlights the first that fits.
    setActive(to.shown === '' ? -1 : 0);
  };
  const fillFile = async (name: string, file: File) => {
    try {
      const value = await putDown(file, channelId);
      setFilled((all) => ({ ...all, [name]: { shown: file.name, value } }));
      setErrors((all) => without(all, name));
      announce(`${file.name} is chosen.`);
    } catch (error) {
      refuse({ [name]: (error as Error).message });
    }
  };
  const next = () => {
    const at = shown.findIndex(({ name }) => name === focused);
    document.getElementById(fieldId(shown[at + 1]?.name ?? ADD))?.focus();
  };
  const pick = (index: number) => {
    if (option) {
      const choice = choices?.[index];
      if (!choice) return;
      setFilled({ ...filled, [option.name]: { shown: choice.name, value: choice.value } });
      setErrors(without(errors, option.name));
      next();
      return;
    }
    const one = addable[index];
    if (!one) return;
    setAdded([...added, one.name]);
    setWanted('');
    setActive(-1);
  };
  const remove = (name: string) => {
    const at = shown.findIndex((one) => one.name === name);
    setAdded(added.filter((one) => one !== name));
    setFilled(without(filled, name));
    setErrors(without(errors, name));
    document.getElementById(fieldId(shown[at - 1]?.name ?? ADD))?.focus();
  };

  const send = async () => {
    const checked = shown.map((one) => [one.name, checkOption(one, filled[one.name])] as const);
    const wrong = checked.flatMap(([name, result]) => ('error' in result ? [[name, result.error] as const] : []));
    if (wrong.length > 0) return refuse(Object.fromEntries(wrong));
    const options = Object.fromEntries(
      checked.flatMap(([name, result]) => ('value' in result ? [[name, result.value] as const] : [])),
    );
    try {
      await start(
        { type: 'slash', channelId, name: command.name, options },
        { kind: 'command', label: `/${command.name}`, channelId },
      );
      onLeave('');
    } catch (error) {
      const { message, field } = error instanceof Refusal ? error : new Refusal('Something went wrong.');
      refuse({ [field ?? focused]: message });
    }
  };
  const refuse = (wrong: Record<string, string>) => {
    setErrors(wrong);
    const [name, message] = Object.entries(wrong)[0] ?? [ADD, ''];
    document.getElementById(fieldId(name))?.focus();
    announce(`${name === ADD ? '' : `${name}: `}${message}`);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const count = closed ? 0 : (entries?.length ?? 0);
    const isEmpty = (event.target as HTMLInputElement).value === '';
    if (event.key === 'ArrowDown' && count > 0) setActive((active + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setActive((active <= 0 ? count : active) - 1);
    else if (event.key === 'Tab' && !event.shiftKey && active >= 0 && active < count) pick(active);
    else if (event.key === 'Enter' && !event.shiftKey) {
      if (active >= 0 && active < count) pick(active);
      else void send();
    } else if (event.key === 'Escape') {
      if (count > 0 && active >= 0) setActive(-1);
      else if (count > 0) setClosed(true);
      else onLeave('');
    } else if (event.key === 'Backspace' && isEmpty) back();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const back = () => {
    const at = option ? shown.indexOf(option) : shown.length;
    if (option && added.includes(option.name)) return remove(option.name);
    const before = shown[at - 1];
    if (before) document.getElementById(fieldId(before.name))?.focus();
    else onLeave(`/${command.name}`);
  };

  const error = errors[focused];
  return (
    <form
      class="command-form"
      aria-label={`Command ${command.name}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <OptionPopup
        id={popupId}
        title={option ? option.name : `/${command.name}`}
        description={option ? about(option.description, hintOf(option)) : command.description}
        error={error}
        entries={closed ? undefined : entries}
        note={option?.autocomplete && !closed ? NOTES[choices?.length ? 'idle' : offered.state] : undefined}
        active={active}
        onActive={setActive}
        onPick={pick}
      />
      <div class="command-line">
        <span class="command-name">/{command.name}</span>
        {shown.map((one) => (
          <OptionField
            key={one.name}
            option={one}
            filled={filled[one.name]}
            isWrong={errors[one.name] !== undefined}
            popupId={popupId}
            active={one === option && !closed && entries?.length ? active : undefined}
            isChosenFrom={one.autocomplete === true || choicesOf(one) !== undefined}
            onFill={(to) => fill(one.name, to)}
            onFile={(file) => void fillFile(one.name, file)}
            onFocus={() => focusField(one.name)}
            onKeyDown={onKeyDown}
            onRemove={leading.includes(one) ? undefined : () => remove(one.name)}
          />
        ))}
        <input
          id={fieldId(ADD)}
          class="option-add"
          role="combobox"
          autocomplete="off"
          value={wanted}
          placeholder={left.length > 0 ? `+${left.length} optional` : ''}
          aria-label={left.length > 0 ? 'Add an option, or press Enter to send' : 'Press Enter to send'}
          aria-describedby={`${popupId}-about`}
          aria-autocomplete="list"
          aria-expanded={!option && !closed && addable.length > 0}
          aria-controls={`${popupId}-list`}
          aria-activedescendant={!option && active >= 0 ? `${popupId}-${active}` : undefined}
          onFocus={() => focusField(ADD)}
          onInput={(event) => {
            setWanted(event.currentTarget.value);
            setActive(event.currentTarget.value === '' ? -1 : 0);
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          class="icon-button"
          title="Cancel"
          aria-label="Cancel the command"
          onClick={() => onLeave('')}
        >
          ×
        </button>
        <button type="submit" class="icon-button send" title="Send" aria-label="Send the command">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M3 20.500 21.500 12 3 3.500 3 10l12 2-12 2z" />
          </svg>
        </button>
      </div>
      {preview && <OptionPreview preview={preview} />}
    </form>
  );
}

const NOTES: Record<string, string | undefined> = {
  loading: 'Loading…',
  failed: 'Loading options failed',
  ready: 'No options match your search',
};

function fieldId(name: string): string {
  return `option-${name}`;
}

function about(description: string, hint: string): string {
  return hint && !description.includes(hint) ? `${description} (${hint})` : description;
}

function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
