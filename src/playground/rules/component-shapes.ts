import { COMPONENT_TYPES as is, type SelectOption, type SentComponent } from './component.js';
import {
  address,
  bool,
  byType,
  choice,
  fields,
  integer,
  list,
  optional,
  type Shape,
  snowflake,
  text,
} from './shape.js';

const componentId = optional(integer(0, 2 ** 31 - 1));
const customId = text(1, 100);
const emoji = optional(fields({ id: optional(snowflake), name: optional(text(0, 32)), animated: optional(bool) }));
const media = fields({ url: address(['http', 'https', 'attachment']) });
const altText = optional(text(1, 1024));

const selectOption: Shape<SelectOption> = fields({
  label: text(1, 100),
  value: text(1, 100),
  description: optional(text(0, 100)),
  default: optional(bool),
  emoji,
});

const selectBase = {
  id: componentId,
  custom_id: customId,
  placeholder: optional(text(0, 150)),
  min_values: optional(integer(0, 25)),
  max_values: optional(integer(1, 25)),
  disabled: optional(bool),
  required: optional(bool),
};

const defaultValues = optional(list(fields({ id: snowflake, type: choice(['user', 'role', 'channel']) }), 0, 25));

/** A button. */
const button: Shape<SentComponent> = fields({
  type: choice([is.button]),
  id: componentId,
  style: choice([1, 2, 3, 4, 5, 6]),
  custom_id: optional(customId),
  label: optional(text(0, 80)),
  url: optional(address(['http', 'https', 'discord'], 512)),
  sku_id: optional(snowflake),
  disabled: optional(bool),
  emoji,
});

/** The five select menus, by type. */
export const selects: readonly [number, Shape<SentComponent>][] = [
  [is.stringSelect, fields({ type: choice([is.stringSelect]), ...selectBase, options: list(selectOption, 1, 25) })],
  [is.userSelect, fields({ type: choice([is.userSelect]), ...selectBase, default_values: defaultValues })],
  [is.roleSelect, fields({ type: choice([is.roleSelect]), ...selectBase, default_values: defaultValues })],
  [
    is.mentionableSelect,
    fields({ type: choice([is.mentionableSelect]), ...selectBase, default_values: defaultValues }),
  ],
  [
    is.channelSelect,
    fields({
      type: choice([is.channelSelect]),
      ...selectBase,
      default_values: defaultValues,
      channel_types: optional(list(integer(0, 20), 0, 20)),
    }),
  ],
];

/** Text with Discord's markdown. */
export const textDisplay: Shape<SentComponent> = fields({
  type: choice([is.textDisplay]),
  id: componentId,
  content: text(1, 4000),
});

const actionRow: Shape<SentComponent> = fields({
  type: choice([is.actionRow]),
  id: componentId,
  components: list(byType<SentComponent>(new Map([[is.button as number, button], ...selects])), 1, 5),
});

const thumbnail: Shape<SentComponent> = fields({
  type: choice([is.thumbnail]),
  id: componentId,
  media,
  description: altText,
  spoiler: optional(bool),
});

const section: Shape<SentComponent> = fields({
  type: choice([is.section]),
  id: componentId,
  components: list(byType<SentComponent>(new Map([[is.textDisplay as number, textDisplay]])), 1, 3),
  accessory: byType<SentComponent>(
    new Map<number, Shape<SentComponent>>([
      [is.button, button],
      [is.thumbnail, thumbnail],
    ]),
  ),
});

const mediaGallery: Shape<SentComponent> = fields({
  type: choice([is.mediaGallery]),
  id: componentId,
  items: list(fields({ media, description: altText, spoiler: optional(bool) }), 1, 10),
});

const file: Shape<SentComponent> = fields({
  type: choice([is.file]),
  id: componentId,
  file: fields({ url: address(['attachment']) }),
  spoiler: optional(bool),
});

const separator: Shape<SentComponent> = fields({
  type: choice([is.separator]),
  id: componentId,
  spacing: optional(choice([1, 2])),
  divider: optional(bool),
});

const inContainer: [number, Shape<SentComponent>][] = [
  [is.actionRow, actionRow],
  [is.section, section],
  [is.textDisplay, textDisplay],
  [is.mediaGallery, mediaGallery],
  [is.file, file],
  [is.separator, separator],
];

const container: Shape<SentComponent> = fields({
  type: choice([is.container]),
  id: componentId,
  accent_color: optional(integer(0, 0xffffff)),
  spoiler: optional(bool),
  components: list(byType<SentComponent>(new Map(inContainer)), 1, 40),
});

/** The components of a message without the flag IS_COMPONENTS_V2: up to five action rows. */
export const legacyComponents: Shape<SentComponent[]> = list(
  byType<SentComponent>(new Map([[is.actionRow as number, actionRow]])),
  0,
  5,
);

/** The components of a message with the flag IS_COMPONENTS_V2. */
export const layoutComponents: Shape<SentComponent[]> = list(
  byType<SentComponent>(new Map([...inContainer, [is.container as number, container]])),
  0,
  40,
);
