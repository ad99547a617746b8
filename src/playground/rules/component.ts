/** Discord's component type numbers. Source: the component reference of Discord's documentation. */
export const COMPONENT_TYPES = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const;

/** One option of a string select. */
export interface SelectOption {
  label: string;
  value: string;
  description?: string;
  default?: boolean;
  emoji?: { id?: string; name?: string; animated?: boolean };
}

/** A component as a bot sent it, read and within its limits. Which fields are there depends on `type`. */
export interface SentComponent {
  type: number;
  id?: number;
  custom_id?: string;
  components?: SentComponent[];
  accessory?: SentComponent;
  component?: SentComponent;
  style?: number;
  label?: string;
  description?: string;
  url?: string;
  sku_id?: string;
  disabled?: boolean;
  emoji?: { id?: string; name?: string; animated?: boolean };
  placeholder?: string;
  min_values?: number;
  max_values?: number;
  options?: SelectOption[];
  default_values?: { id: string; type: string }[];
  channel_types?: number[];
  content?: string;
  media?: { url: string };
  items?: { media: { url: string }; description?: string; spoiler?: boolean }[];
  file?: { url: string };
  spoiler?: boolean;
  spacing?: number;
  divider?: boolean;
  accent_color?: number;
  value?: string;
  required?: boolean;
  min_length?: number;
  max_length?: number;
}

/** Every component of a list, nested ones included, with its path. */
export function* walkComponents(
  components: readonly SentComponent[],
  path: readonly (string | number)[],
): Generator<{ component: SentComponent; path: (string | number)[] }> {
  for (const [index, component] of components.entries()) yield* walkOne(component, [...path, index]);
}

function* walkOne(
  component: SentComponent,
  path: (string | number)[],
): Generator<{ component: SentComponent; path: (string | number)[] }> {
  yield { component, path };
  if (component.components) yield* walkComponents(component.components, [...path, 'components']);
  if (component.accessory) yield* walkOne(component.accessory, [...path, 'accessory']);
  if (component.component) yield* walkOne(component.component, [...path, 'component']);
}
