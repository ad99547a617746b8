import { z } from 'zod';

/** What a component is, by Discord's component types. */
export const COMPONENT_KINDS = [
  'row',
  'button',
  'menu',
  'text field',
  'user menu',
  'role menu',
  'mentionable menu',
  'channel menu',
  'section',
  'text',
  'thumbnail',
  'gallery',
  'file',
  'separator',
  'container',
  'label',
  'other',
] as const;

/** A component as a reader sees it; which fields are there depends on `kind`. Flags that are false are left out. */
export interface ComponentView {
  kind: (typeof COMPONENT_KINDS)[number];
  text?: string;
  label?: string;
  /** The look of a button: `primary`, `secondary`, `success`, `danger`, `link`, `premium`. */
  style?: string;
  emoji?: string;
  link?: string;
  disabled?: boolean;
  placeholder?: string;
  /** What a menu offers. */
  options?: { label: string; description?: string; chosen?: boolean }[];
  /** The pictures of a gallery or thumbnail, or the one file: a name in the message's `files`, or a whole address. */
  files?: { file: string; alt?: string; spoiler?: boolean }[];
  /** The colour of a container's edge, `#rrggbb`. */
  accent?: string;
  spoiler?: boolean;
  components?: ComponentView[];
  accessory?: ComponentView;
}

const text = z.string();
const yes = z.boolean().optional();
const option = z.strictObject({ label: text, description: text.optional(), chosen: yes });
const media = z.strictObject({ file: text, alt: text.optional(), spoiler: yes });

// Discord nests three deep at most: container, section, text. With levels counted, hostile nesting is refused early.
function component(levels: number): z.ZodType<ComponentView> {
  const inner = levels > 1 ? component(levels - 1) : undefined;
  return z.strictObject({
    kind: z.enum(COMPONENT_KINDS),
    text: text.optional(),
    label: text.optional(),
    style: text.optional(),
    emoji: text.optional(),
    link: text.optional(),
    disabled: yes,
    placeholder: text.optional(),
    options: z.array(option).optional(),
    files: z.array(media).optional(),
    accent: text.optional(),
    spoiler: yes,
    ...(inner ? { components: z.array(inner).optional(), accessory: inner.optional() } : {}),
  }) as z.ZodType<ComponentView>;
}

const embed = z.strictObject({
  title: text.optional(),
  link: text.optional(),
  description: text.optional(),
  accent: text.optional(),
  author: text.optional(),
  footer: text.optional(),
  image: text.optional(),
  thumbnail: text.optional(),
  fields: z.array(z.strictObject({ name: text, value: text })).optional(),
});

/** How the transcript calls a message, without its id. */
export const messageName = z
  .string()
  .regex(
    /^(?:\d+:original|\d+:follow-up:[1-9]\d*|post:[1-9]\d*|nothing)$/,
    'a message is "N:original" or "N:follow-up:K" of deed N, "post:K" for the K-th that the bot posted by itself, or "nothing"',
  );

/**
 * A message as a reader sees it. The edited mark is left out: it depends on how often a growing reply was edited.
 *
 * `name` messageName; `ephemeral` only the person of the deed sees it; `loading` “thinking…”; `answers` the message it
 * is a reply to; `pings` who is pinged; `files` in order, `type` as MIME, with the alt text of each.
 */
export const messageView = z.strictObject({
  name: messageName,
  ephemeral: yes,
  loading: yes,
  answers: messageName.optional(),
  text: text.optional(),
  embeds: z.array(embed).optional(),
  components: z.array(component(5)).optional(),
  files: z.array(z.strictObject({ name: text, type: text.optional(), alt: text.optional() })).optional(),
  pings: z.array(text).optional(),
});

export type MessageView = z.infer<typeof messageView>;
export type EmbedView = z.infer<typeof embed>;

/** A form as a reader sees it. */
export const formView = z.strictObject({
  title: text,
  fields: z.array(
    z.strictObject({
      kind: z.enum(COMPONENT_KINDS),
      label: text.optional(),
      text: text.optional(),
      placeholder: text.optional(),
      value: text.optional(),
      optional: yes,
      options: z.array(option).optional(),
    }),
  ),
});

export type FormView = z.infer<typeof formView>;
