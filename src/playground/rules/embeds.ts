import type { FieldPath, FormErrors } from './form-errors.js';
import { address, bool, fields, integer, list, optional, type Shape, text } from './shape.js';

const MAX_TOTAL = 6000;
const link = optional(address(['http', 'https']));
const picture = optional(fields({ url: address(['http', 'https', 'attachment']) }));

const isoTime: Shape<string> = (value, path, errors) => {
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString();
  errors.add(path, 'DATE_TIME_TYPE_PARSE', `Could not parse ${String(value)}. Should be ISO8601.`);
  return undefined;
};

const embed = fields({
  title: optional(text(0, 256)),
  description: optional(text(0, 4096)),
  url: link,
  color: optional(integer(0, 0xffffff)),
  timestamp: optional(isoTime),
  author: optional(
    fields({ name: text(1, 256), url: link, icon_url: optional(address(['http', 'https', 'attachment'])) }),
  ),
  footer: optional(fields({ text: text(1, 2048), icon_url: optional(address(['http', 'https', 'attachment'])) })),
  image: picture,
  thumbnail: picture,
  fields: optional(list(fields({ name: text(1, 256), value: text(1, 1024), inline: optional(bool) }), 0, 25)),
});

/** An embed as a bot sent it, read and within its limits. */
export type SentEmbed = NonNullable<ReturnType<typeof embed>>;

/** The embeds of a message: at most ten. */
export const embeds: Shape<SentEmbed[]> = list(embed, 0, 10);

/** The rule over all embeds of a message: their text sums to at most 6000 characters. */
export function checkEmbedTotal(sent: readonly SentEmbed[], path: FieldPath, errors: FormErrors): void {
  let total = 0;
  for (const [index, one] of sent.entries()) {
    total += (one.title ?? '').length + (one.description ?? '').length;
    total += (one.footer?.text ?? '').length + (one.author?.name ?? '').length;
    for (const field of one.fields ?? []) total += (field.name ?? '').length + (field.value ?? '').length;
    if (total > MAX_TOTAL) {
      errors.add([...path, index], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_TOTAL}`);
      return;
    }
  }
}
