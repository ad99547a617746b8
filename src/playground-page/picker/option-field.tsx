import type { Filled } from '../model/check-option.js';
import type { Option } from '../model/command.js';

interface Props {
  option: Option;
  filled: Filled | undefined;
  isWrong: boolean;
  popupId: string;
  /** The number of the highlighted entry of the popup, or undefined when this field has none. */
  active: number | undefined;
  isChosenFrom: boolean;
  onFill: (filled: Filled) => void;
  onFile: (file: File) => void;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onRemove: (() => void) | undefined;
}

/** The field of one option in the message box: its name and what is filled in. */
export function OptionField(props: Props) {
  const { option, filled, isWrong, popupId, active, isChosenFrom, onFill, onFile, onFocus, onKeyDown, onRemove } =
    props;
  const shared = {
    id: `option-${option.name}`,
    value: filled?.shown ?? '',
    autocomplete: 'off',
    spellcheck: false,
    'aria-label': `${option.name}${option.required ? ', required' : ''}`,
    'aria-invalid': isWrong,
    'aria-describedby': `${popupId}-about`,
    onFocus,
    onKeyDown,
  } as const;
  return (
    <span class={isWrong ? 'option-field wrong' : 'option-field'}>
      <label class="option-name" for={shared.id} aria-hidden="true">
        {option.name}
      </label>
      {option.type === 11 ? (
        <input
          id={shared.id}
          type="file"
          aria-label={shared['aria-label']}
          aria-invalid={isWrong}
          aria-describedby={shared['aria-describedby']}
          onFocus={onFocus}
          onKeyDown={(event) => {
            // Enter and the arrow keys are the file box's own where it has no file yet.
            if (event.key !== 'Enter' || filled?.value !== undefined) onKeyDown(event);
          }}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) onFile(file);
          }}
        />
      ) : isChosenFrom ? (
        <input
          {...shared}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={active !== undefined}
          aria-controls={`${popupId}-list`}
          aria-activedescendant={active !== undefined && active >= 0 ? `${popupId}-${active}` : undefined}
          onInput={(event) => onFill({ shown: event.currentTarget.value })}
        />
      ) : (
        <textarea
          {...shared}
          rows={1}
          inputMode={option.type === 10 || option.type === 4 ? 'decimal' : 'text'}
          onInput={(event) => onFill({ shown: event.currentTarget.value })}
        />
      )}
      {onRemove && (
        <button
          type="button"
          class="option-remove"
          tabIndex={-1}
          aria-label={`Remove ${option.name}`}
          onClick={onRemove}
        >
          ×
        </button>
      )}
    </span>
  );
}
