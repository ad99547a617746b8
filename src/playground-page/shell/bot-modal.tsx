import { useState } from 'preact/hooks';
import { Markdown } from '../markdown/markdown.js';
import { SelectMenu } from '../message/select-menu.js';
import type { ModalComponent, Select, TextInput } from '../model/component.js';
import { deeds, type OpenModal, openModal, start } from '../store/deeds.js';
import { bot } from '../store/room.js';
import { Dialog } from './dialog.js';
import { checkInput, fieldsOf } from './modal-fields.js';

type Entered = Record<string, string | string[]>;

/** The form that the bot has opened, if it has. */
export function BotModal() {
  const open = openModal.value;
  return open ? <ModalForm key={open.interactionId} open={open} /> : null;
}

function ModalForm({ open }: { open: OpenModal }) {
  const components = open.modal.components as unknown as ModalComponent[];
  const fields = fieldsOf(components);
  const [entered, setEntered] = useState<Entered>(() =>
    Object.fromEntries(fields.map(({ input }) => [input.custom_id, firstValue(input)])),
  );
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState('');
  const deed = deeds.value.find((one) => one.kind === 'modal');
  const isSent = deed?.state === 'sent';
  const close = () => {
    openModal.value = undefined;
    deeds.value = deeds.value.filter((one) => one.kind !== 'modal');
  };
  const send = async () => {
    const wrong = Object.fromEntries(
      fields.flatMap(({ input }) => {
        const error = checkInput(input, entered[input.custom_id]);
        return error ? [[input.custom_id, error]] : [];
      }),
    );
    setErrors(wrong);
    const [first] = Object.keys(wrong);
    if (first !== undefined) return document.getElementById(inputId(first))?.focus();
    try {
      setRefusal('');
      await start(
        { type: 'submit', interactionId: open.interactionId, entered },
        { kind: 'modal', label: open.modal.title, channelId: open.channelId },
      );
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : 'Something went wrong. Try again.');
    }
  };
  const wrong = refusal || (deed?.state === 'failed' ? 'Something went wrong. Try again.' : '');
  return (
    <Dialog label={open.modal.title} onClose={close}>
      <form
        class="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSent) void send();
        }}
      >
        <h2>{open.modal.title}</h2>
        <p class="modal-notice">
          This form will be submitted to <strong>{bot.value.name}</strong>.
        </p>
        {components.map((component, index) =>
          component.type === 10 ? (
            <Markdown key={index} source={component.content} />
          ) : (
            fieldsOf([component]).map((field) => (
              <ModalField
                key={field.input.custom_id}
                {...field}
                value={entered[field.input.custom_id] ?? ''}
                error={errors[field.input.custom_id]}
                onEnter={(value) => setEntered((before) => ({ ...before, [field.input.custom_id]: value }))}
              />
            ))
          ),
        )}
        <p class="failed" role="alert">
          {wrong}
        </p>
        <div class="dialog-actions">
          <button type="button" class="button button-secondary" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button button-primary" aria-busy={isSent}>
            Submit
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface FieldProps {
  label: string;
  description: string;
  input: TextInput | Select;
  value: string | string[];
  error: string | undefined;
  onEnter: (value: string | string[]) => void;
}

function ModalField({ label, description, input, value, error, onEnter }: FieldProps) {
  const id = inputId(input.custom_id);
  const shared = {
    id,
    class: 'text-input',
    placeholder: input.placeholder,
    'aria-invalid': error !== undefined,
    'aria-describedby': `${id}-about`,
  } as const;
  const isRequired = input.required !== false;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
        {isRequired && (
          <span class="required" title="required">
            {' '}
            *<span class="visually-hidden">required</span>
          </span>
        )}
      </label>
      <p id={`${id}-about`} class={error ? 'failed' : 'field-description'}>
        {error ?? description}
      </p>
      {input.type !== 4 ? (
        <SelectMenu
          select={input}
          label={label}
          initial={Array.isArray(value) ? value : []}
          describedBy={`${id}-about`}
          onChoose={onEnter}
        />
      ) : input.style === 2 ? (
        <textarea {...shared} rows={4} value={String(value)} onInput={(event) => onEnter(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          autocomplete="off"
          value={String(value)}
          onInput={(event) => onEnter(event.currentTarget.value)}
        />
      )}
    </div>
  );
}

function inputId(customId: string): string {
  return `modal-${customId}`;
}

function firstValue(input: TextInput | Select): string | string[] {
  if (input.type === 4) return input.value ?? '';
  return (input.options ?? []).filter((option) => option.default).map((option) => option.value);
}
