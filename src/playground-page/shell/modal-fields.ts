import type { ModalComponent, Select, TextInput } from '../model/component.js';

/** One field of a modal with its words. */
export interface ModalFieldView {
  label: string;
  description: string;
  input: TextInput | Select;
}

/** The fields of a modal, in labels or in rows, in order. */
export function fieldsOf(components: readonly ModalComponent[]): ModalFieldView[] {
  return components.flatMap((component): ModalFieldView[] => {
    if (component.type === 18) {
      return [{ label: component.label ?? '', description: component.description ?? '', input: component.component }];
    }
    if (component.type !== 1) return [];
    return component.components.map((input) => ({ label: input.label ?? '', description: '', input }));
  });
}

/** What is wrong with what was entered, in Discord's words. */
export function checkInput(input: TextInput | Select, entered: string | string[] | undefined): string | undefined {
  const isRequired = input.required !== false;
  if (input.type !== 4) {
    const least = input.min_values ?? (isRequired ? 1 : 0);
    const count = Array.isArray(entered) ? entered.length : 0;
    return count < least ? 'This field is required.' : undefined;
  }
  const text = typeof entered === 'string' ? entered : '';
  if (text === '') return isRequired ? 'This field is required.' : undefined;
  if (text.length < (input.min_length ?? 0)) return `Must be ${input.min_length} or more in length.`;
  const most = input.max_length ?? 4000;
  return text.length > most ? `Must be ${most} or fewer in length.` : undefined;
}
