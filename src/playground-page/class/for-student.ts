import type { MessageView } from '../../playground/page/server-frames.js';
import type { Component, Select, SelectOption } from '../model/component.js';
import { answersOf, letterOf } from './stage-parts.js';

/**
 * A message as a student sees it: without what only whoever leads may press, and with the letters that the projector shows
 * before the answers to choose from.
 *
 * @param hostActions what the custom ids of those who lead begin with; empty where there are none
 */
export function forStudent(view: MessageView, hostActions: string): MessageView {
  const without = withoutHostActions(view, hostActions);
  const letters = new Map(answersOf(without).map(({ custom_id: id }, at) => [id, letterOf(at)]));
  return letters.size === 0 ? without : withComponents(view, withLetters(componentsOf(without), letters));
}

/** A message without what only whoever leads may press. */
export function withoutHostActions(view: MessageView, hostActions: string): MessageView {
  return hostActions === '' ? view : withComponents(view, keepAll(componentsOf(view), hostActions));
}

const componentsOf = ({ message }: MessageView) => (message.components ?? []) as unknown as readonly Component[];

function withComponents(view: MessageView, components: readonly Component[]): MessageView {
  return { ...view, message: { ...view.message, components: components as never } };
}

function withLetters(components: readonly Component[], letters: ReadonlyMap<string | undefined, string>): Component[] {
  return components.map((component): Component => {
    if (component.type === 17) return { ...component, components: withLetters(component.components, letters) };
    if (component.type !== 1) return component;
    const controls = component.components.map((control) => {
      const letter = letters.get(control.custom_id);
      return control.type === 2 && letter !== undefined
        ? { ...control, label: `${letter} · ${control.label}` }
        : control;
    });
    return { ...component, components: controls };
  });
}

const keepAll = (components: readonly Component[], prefix: string) =>
  components.flatMap((component) => keep(component, prefix));

function keep(component: Component, prefix: string): Component[] {
  const isOfHost = ({ custom_id: id }: { custom_id?: string }) => id?.startsWith(prefix) === true;
  switch (component.type) {
    case 1: {
      const controls = component.components
        .filter((control) => !isOfHost(control))
        .map((control) => (control.type === 3 ? { ...control, options: optionsFor(control, prefix) } : control))
        .filter((control) => control.type !== 3 || control.options?.length !== 0);
      return controls.length > 0 ? [{ ...component, components: controls }] : [];
    }
    case 9: {
      const { accessory, ...section } = component;
      return accessory?.type === 2 && isOfHost(accessory) ? [section] : [component];
    }
    case 17:
      return [{ ...component, components: keepAll(component.components, prefix) }];
    default:
      return [component];
  }
}

// An entry's value says what it does as a button's custom id does.
function optionsFor({ options = [] }: Select, prefix: string): SelectOption[] {
  return options.filter(({ value }) => !value.startsWith(prefix));
}
