import { COMPONENT_TYPES as is, type SentComponent, walkComponents } from './component.js';
import { selects, textDisplay } from './component-shapes.js';
import type { FieldPath, FormErrors } from './form-errors.js';
import { bool, byType, choice, fields, integer, list, optional, type Shape, text } from './shape.js';

const textInput: Shape<SentComponent> = fields({
  type: choice([is.textInput]),
  id: optional(integer(0, 2 ** 31 - 1)),
  custom_id: text(1, 100),
  style: choice([1, 2]),
  label: optional(text(1, 45)),
  value: optional(text(0, 4000)),
  placeholder: optional(text(0, 100)),
  required: optional(bool),
  min_length: optional(integer(0, 4000)),
  max_length: optional(integer(1, 4000)),
});

const actionRow: Shape<SentComponent> = fields({
  type: choice([is.actionRow]),
  id: optional(integer(0, 2 ** 31 - 1)),
  components: list(byType<SentComponent>(new Map([[is.textInput as number, textInput]])), 1, 1),
});

const label: Shape<SentComponent> = fields({
  type: choice([is.label]),
  id: optional(integer(0, 2 ** 31 - 1)),
  label: text(1, 45),
  description: optional(text(1, 100)),
  component: byType<SentComponent>(new Map([[is.textInput as number, textInput], ...selects])),
});

const modal = fields({
  custom_id: text(1, 100),
  title: text(1, 45),
  components: list(
    byType<SentComponent>(
      new Map<number, Shape<SentComponent>>([
        [is.actionRow, actionRow],
        [is.label, label],
        [is.textDisplay, textDisplay],
      ]),
    ),
    1,
    5,
  ),
});

/** A modal as a bot asked for it. */
export interface SentModal {
  custom_id: string;
  title: string;
  components: SentComponent[];
}

/**
 * Reads a modal: title up to 45 characters, one to five components, each a label with an input, an action row with a
 * text input, or a text display. Inputs inside a label carry no label of their own; inside a row they need one.
 */
export function readModal(value: unknown, path: FieldPath, errors: FormErrors): SentModal | undefined {
  const read = modal(value, path, errors);
  if (read === undefined || read.components === undefined) return undefined;
  const seen = new Set<string>();
  for (const { component, path: at } of walkComponents(read.components, [...path, 'components'])) {
    if (component.custom_id !== undefined) {
      if (seen.has(component.custom_id)) {
        errors.add([...at, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
      }
      seen.add(component.custom_id);
    }
    if (component.type === is.actionRow && component.components?.[0]?.label === undefined) {
      errors.add([...at, 'components', 0, 'label'], 'BASE_TYPE_REQUIRED', 'This field is required');
    }
    if (component.type === is.textInput && (component.min_length ?? 0) > (component.max_length ?? 4000)) {
      const most = component.max_length ?? 4000;
      errors.add([...at, 'min_length'], 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${most}.`);
    }
  }
  return { custom_id: read.custom_id ?? '', title: read.title ?? '', components: read.components };
}
