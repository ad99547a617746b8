import type { APIMessage } from 'discord-api-types/v10';
import { COMPONENT_TYPES as is, type SentComponent, walkComponents } from '../rules/component.js';
import type { Place } from './transcript.js';

/** The buttons of a message, in order. */
export function buttonsIn(message: APIMessage | undefined): SentComponent[] {
  return componentsIn(message).filter(({ type }) => type === is.button);
}

/** The menus of a message, in order. */
export function menusIn(message: APIMessage | undefined): SentComponent[] {
  return componentsIn(message).filter(({ type }) => type >= is.stringSelect && type <= is.channelSelect);
}

function componentsIn(message: APIMessage | undefined): SentComponent[] {
  // What is kept has been read by the rules, in this very shape.
  const components = (message?.components ?? []) as unknown as SentComponent[];
  return [...walkComponents(components, [])].map(({ component }) => component);
}

/** The fields of a form with what stands above them, in order. */
export function formFields(components: readonly SentComponent[]): { input: SentComponent; label: string }[] {
  return components.flatMap((component) => {
    if (component.component) return [{ input: component.component, label: component.label ?? '' }];
    return (component.components ?? []).map((input) => ({ input, label: input.label ?? '' }));
  });
}

/** What is written on a button or, before anything is chosen, on a menu. */
function labelOf({ label, placeholder }: SentComponent): string | undefined {
  return label ?? placeholder;
}

/** A button, menu or field by what a bot and what a reader calls it. */
export interface Labelled {
  customId: string | undefined;
  label: string | undefined;
}

/**
 * Where something stands among its like, for a transcript: custom ids differ from run to run.
 *
 * @param name a custom id or a label, as Person takes it
 */
export function placeOf(all: readonly Labelled[], name: string): Place {
  const byId = all.findIndex(({ customId }) => customId === name);
  const index = byId >= 0 ? byId : all.findIndex(({ label }) => label === name);
  const label = index < 0 ? name : all[index]?.label;
  return { position: index + 1, ...(label === undefined ? {} : { label }) };
}

/**
 * The custom id of what stood at a place: the only one with that label, or else the one at that position. Without any,
 * the label, of which Person then says that there is none.
 */
export function customIdAt(all: readonly Labelled[], { position, label }: Place): string {
  const alike = label === undefined ? [] : all.filter((one) => one.label === label);
  const found = alike.length === 1 ? alike[0] : all[position - 1];
  return found?.customId ?? label ?? '';
}

/** Components as `placeOf` and `customIdAt` take them. */
export function labelled(components: readonly SentComponent[]): Labelled[] {
  return components.map((one) => ({ customId: one.custom_id, label: labelOf(one) }));
}

/** What is written on the options of these values; values of menus without options of their own stay as they are. */
export function optionLabels({ options = [] }: Pick<SentComponent, 'options'>, values: readonly string[]): string[] {
  return values.map((value) => {
    const label = options.find((option) => option.value === value)?.label;
    const isUnique = options.filter((option) => option.label === label).length === 1;
    return label !== undefined && isUnique ? label : value;
  });
}

/** The values of options with these labels. */
export function optionValues({ options = [] }: Pick<SentComponent, 'options'>, labels: readonly string[]): string[] {
  return labels.map((label) => options.find((option) => option.label === label)?.value ?? label);
}
