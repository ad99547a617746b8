import { COMPONENT_TYPES as is, type SentComponent, walkComponents } from './component.js';
import type { FieldPath, FormErrors } from './form-errors.js';

const MAX_TEXT = 4000;
const MAX_COMPONENTS = 40;

/**
 * The rules that span several components: unique custom ids, the width of a row, what a button needs, and with
 * IS_COMPONENTS_V2 the sums over the whole message (40 components, 4000 characters of text display).
 */
export function checkComponents(
  components: readonly SentComponent[],
  layout: boolean,
  path: FieldPath,
  errors: FormErrors,
): void {
  let count = 0;
  let textLength = 0;
  const customIds = new Set<string>();
  const ids = new Set<number>();
  for (const { component, path: at } of walkComponents(components, path)) {
    count += 1;
    if (component.type === is.textDisplay) textLength += component.content?.length ?? 0;
    if (component.custom_id !== undefined) {
      if (customIds.has(component.custom_id)) {
        errors.add([...at, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
      }
      customIds.add(component.custom_id);
    }
    if (component.id !== undefined && component.id !== 0) {
      if (ids.has(component.id))
        errors.add([...at, 'id'], 'COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated');
      ids.add(component.id);
    }
    if (component.type === is.actionRow) checkRow(component, at, errors);
    if (component.type === is.button) checkButton(component, at, errors);
    checkEmoji(component.emoji, [...at, 'emoji'], errors);
    if (component.options) checkOptions(component, at, errors);
  }
  if (!layout) return;
  if (count > MAX_COMPONENTS) {
    errors.add(path, 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', `Must be ${MAX_COMPONENTS} or fewer in length.`);
  }
  if (textLength > MAX_TEXT) {
    errors.add(
      path,
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `Components displayable text size exceeds maximum size of ${MAX_TEXT}`,
    );
  }
}

// The playground's guild has no emoji of its own, so every emoji is one of Unicode's.
const EMOJI = /^(\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;

function checkEmoji(emoji: SentComponent['emoji'], at: FieldPath, errors: FormErrors): void {
  if (emoji === undefined || (emoji.id === undefined && EMOJI.test(emoji.name ?? ''))) return;
  errors.add([...at, emoji.id === undefined ? 'name' : 'id'], 'COMPONENT_INVALID_EMOJI', 'Invalid emoji');
}

function checkRow(row: SentComponent, at: FieldPath, errors: FormErrors): void {
  const children = row.components ?? [];
  if (children.length > 1 && children.some((child) => child.type !== is.button)) {
    errors.add(
      [...at, 'components', 1],
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      'The specified component exceeds the maximum width',
    );
  }
}

function checkButton(button: SentComponent, at: FieldPath, errors: FormErrors): void {
  const link = button.style === 5;
  const premium = button.style === 6;
  if (link && button.url === undefined) {
    errors.add([...at, 'url'], 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required');
  }
  if (premium && button.sku_id === undefined)
    errors.add([...at, 'sku_id'], 'BASE_TYPE_REQUIRED', 'This field is required');
  if (!link && !premium && button.custom_id === undefined) {
    errors.add([...at, 'custom_id'], 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required');
  }
  if (button.url !== undefined && button.custom_id !== undefined) {
    errors.add(at, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'A custom id and url cannot both be specified');
  }
  if (!premium && !button.label?.trim() && button.emoji === undefined) {
    errors.add([...at, 'label'], 'BASE_TYPE_REQUIRED', 'This field is required');
  }
}

function checkOptions(select: SentComponent, at: FieldPath, errors: FormErrors): void {
  const values = new Set<string>();
  for (const [index, option] of (select.options ?? []).entries()) {
    if (values.has(option.value)) {
      errors.add(
        [...at, 'options', index, 'value'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    }
    values.add(option.value);
    checkEmoji(option.emoji, [...at, 'options', index, 'emoji'], errors);
  }
  const most = select.max_values ?? 1;
  const length = select.options?.length ?? 0;
  if (most > length) {
    errors.add([...at, 'max_values'], 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${length}.`);
  }
  if ((select.min_values ?? 1) > most) {
    errors.add([...at, 'min_values'], 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${most}.`);
  }
  const preset = select.options?.filter((option) => option.default).length ?? 0;
  if (preset > most) {
    errors.add(
      [...at, 'options'],
      'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
      `The number of default options must be ${most} or fewer`,
    );
  }
}
