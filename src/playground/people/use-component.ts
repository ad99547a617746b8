import type { APIMessage } from 'discord-api-types/v10';
import type { World } from '../state/world.js';
import { type Referrer, type Resolved, resolveReference } from './command-options.js';
import { PlaygroundRefusal } from './refusal.js';

/** A button or select as it stands in a message. */
export interface LiveComponent {
  id: number;
  type: number;
  custom_id?: string;
  style?: number;
  label?: string;
  placeholder?: string;
  disabled?: boolean;
  min_values?: number;
  max_values?: number;
  options?: { label: string; value: string }[];
}

/** Everything in a message that can be pressed or chosen from, in order. */
function liveComponents(message: APIMessage): LiveComponent[] {
  const found: LiveComponent[] = [];
  const visit = (component: unknown): void => {
    const read = component as LiveComponent & { components?: unknown[]; accessory?: unknown };
    if (read.type >= 2 && read.type <= 8) found.push(read);
    for (const child of read.components ?? []) visit(child);
    if (read.accessory) visit(read.accessory);
  };
  for (const component of message.components ?? []) visit(component);
  return found;
}

/**
 * What all that a name can mean does: the custom id of a button or a menu, named by itself, its label or its placeholder,
 * and the value of a menu's entry, named by itself or its label.
 */
export function idsNamed(message: APIMessage, name: string): string[] {
  return liveComponents(message).flatMap(({ custom_id, label, placeholder, options = [] }) => [
    ...(custom_id !== undefined && [custom_id, label, placeholder].includes(name) ? [custom_id] : []),
    ...options.filter((entry) => entry.value === name || entry.label === name).map(({ value }) => value),
  ]);
}

/**
 * The button with a custom id or a label.
 *
 * @throws PlaygroundRefusal when there is none, it is disabled, or it is a link
 */
export function findButton(message: APIMessage, name: string): LiveComponent {
  const buttons = liveComponents(message).filter((component) => component.type === 2);
  const button =
    buttons.find((one) => one.custom_id === name) ??
    buttons.find((one) => one.label === name) ??
    refuse(`There is no button "${name}". ${listed(buttons.map((one) => one.label ?? one.custom_id ?? ''))}`);
  if (button.disabled) throw new PlaygroundRefusal(`The button "${name}" is disabled.`);
  if (button.custom_id === undefined) throw new PlaygroundRefusal(`The button "${name}" opens a link.`);
  return button;
}

/**
 * The menu with a custom id or a placeholder, and the interaction's values for what somebody chose in it. Options may be
 * named by value or label; users, roles and channels by id.
 *
 * @throws PlaygroundRefusal when there is no such menu or option, it is disabled, or too few or too many are chosen
 */
export function chooseFrom(
  world: World,
  message: APIMessage,
  name: string,
  chosen: readonly string[],
  asker: Referrer,
): { select: LiveComponent; values: string[]; resolved: Resolved } {
  const selects = liveComponents(message).filter((component) => component.type !== 2);
  const select =
    selects.find((one) => one.custom_id === name) ??
    selects.find((one) => one.placeholder === name) ??
    refuse(`There is no menu "${name}". ${listed(selects.map((one) => one.placeholder ?? one.custom_id ?? ''))}`);
  if (select.disabled) throw new PlaygroundRefusal(`The menu "${name}" is disabled.`);
  return { select, ...readChosen(world, select, chosen, asker) };
}

/** Checks what is chosen in a menu, of a message or of a modal. */
export function readChosen(
  world: World,
  select: Pick<LiveComponent, 'type' | 'options' | 'min_values' | 'max_values'> & { required?: boolean },
  chosen: readonly string[],
  asker: Referrer,
): { values: string[]; resolved: Resolved } {
  const least = select.min_values ?? (select.required === false ? 0 : 1);
  const most = select.max_values ?? 1;
  if (chosen.length < least || chosen.length > most) {
    throw new PlaygroundRefusal(
      `Choose ${least === most ? least : `${least} to ${most}`}; ${chosen.length} are chosen.`,
    );
  }
  const resolved: Resolved = {};
  const values = chosen.map((one) => {
    if (select.type === 3) {
      const option =
        select.options?.find((entry) => entry.value === one) ?? select.options?.find((entry) => entry.label === one);
      return (
        option?.value ??
        refuse(`There is no option "${one}". ${listed(select.options?.map((entry) => entry.label) ?? [])}`)
      );
    }
    const optionType = { 5: 6, 6: 8, 7: 9, 8: 7 }[select.type] ?? 0;
    return (
      resolveReference(world, optionType, one, asker, resolved) ??
      refuse(`There is nothing with the id ${one} to choose.`)
    );
  });
  return { values, resolved };
}

function refuse(message: string): never {
  throw new PlaygroundRefusal(message);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'The message has none.' : `There is: ${names.join(', ')}.`;
}
