import type { Select, SelectOption } from '../model/component.js';
import { channels, people } from '../store/room.js';

/** What a menu offers: its own options, or the people and channels of the room. */
export function selectableOptions(select: Select): readonly SelectOption[] {
  const users = () => [...people.value.values()].map(({ id, name }) => ({ label: name, value: id }));
  switch (select.type) {
    case 3:
      return select.options ?? [];
    case 5:
    case 7:
      return users();
    case 8:
      return channels.value
        .filter(({ kind }) => kind === 'guild')
        .map(({ id, name }) => ({ label: `#${name}`, value: id }));
    default:
      return [];
  }
}
