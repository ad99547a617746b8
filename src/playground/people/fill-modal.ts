import type { ShownModal } from '../interactions/record.js';
import { COMPONENT_TYPES as is, type SentComponent } from '../rules/component.js';
import type { World } from '../state/world.js';
import type { Referrer, Resolved } from './command-options.js';
import { PlaygroundRefusal } from './refusal.js';
import { readChosen } from './use-component.js';

/** What somebody entered, by custom id: text for inputs, a list of values for menus. */
export type ModalValues = Record<string, string | readonly string[]>;

/**
 * Puts what somebody entered into a modal in the form of an interaction's data. Inputs that are left alone keep their
 * given value.
 *
 * @throws PlaygroundRefusal for an unknown field, a required one left empty, or a text of the wrong length
 */
export function fillModal(world: World, modal: ShownModal, entered: ModalValues, asker: Referrer): object {
  const known = new Set<string>();
  const resolved: Resolved = {};

  const fillInput = (input: SentComponent, label: string): object => {
    const customId = input.custom_id ?? '';
    known.add(customId);
    const given = entered[customId];
    if (input.type === is.textInput) {
      const value = typeof given === 'string' ? given : (input.value ?? '');
      checkText(input, label, value);
      return { type: input.type, id: input.id ?? 0, custom_id: customId, value };
    }
    const preset = input.options?.filter((option) => option.default).map((option) => option.value) ?? [];
    const chosen = given === undefined ? preset : typeof given === 'string' ? [given] : given;
    const read = readChosen(world, input as Parameters<typeof readChosen>[1], chosen, asker);
    for (const key of ['users', 'members', 'roles', 'channels'] as const) {
      if (read.resolved[key]) resolved[key] = { ...resolved[key], ...read.resolved[key] };
    }
    return { type: input.type, id: input.id ?? 0, custom_id: customId, values: read.values };
  };

  const components = modal.components.map((component, index) => {
    const id = component.id ?? index + 1;
    if (component.type === is.label && component.component) {
      return { type: component.type, id, component: fillInput(component.component, component.label ?? '') };
    }
    if (component.type === is.actionRow) {
      const inputs = (component.components ?? []).map((input) => fillInput(input, input.label ?? ''));
      return { type: component.type, id, components: inputs };
    }
    return { type: component.type, id };
  });
  for (const customId of Object.keys(entered)) {
    if (!known.has(customId)) throw new PlaygroundRefusal('There is no such field in this form.', customId);
  }
  return {
    custom_id: modal.custom_id,
    components,
    ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
  };
}

function checkText(input: SentComponent, label: string, value: string): void {
  const required = input.required !== false;
  if (value.length === 0) {
    if (required) throw new PlaygroundRefusal(`${label}: This field is required.`, input.custom_id);
    return;
  }
  const least = input.min_length ?? 0;
  const most = input.max_length ?? 4000;
  if (value.length < least)
    throw new PlaygroundRefusal(`${label}: Must be ${least} or more in length.`, input.custom_id);
  if (value.length > most)
    throw new PlaygroundRefusal(`${label}: Must be ${most} or fewer in length.`, input.custom_id);
}
