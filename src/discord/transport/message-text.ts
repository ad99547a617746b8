/** What of a message people read, as Discord's API has it. Nothing of it is sure to be there. */
export interface ReadableMessage {
  readonly content: string;
  readonly embeds?: readonly ReadableEmbed[];
  readonly components?: readonly unknown[];
  readonly poll?: ReadablePoll | null | undefined;
  /** Messages that it forwards, which it has in place of a text of its own. */
  readonly forwarded?: readonly ReadableMessage[];
}

interface ReadableEmbed {
  readonly author?: { readonly name?: string } | null;
  readonly title?: string | null;
  readonly description?: string | null;
  readonly fields?: readonly { readonly name?: string; readonly value?: string }[];
  readonly footer?: { readonly text?: string } | null;
}

interface ReadablePoll {
  readonly question?: { readonly text?: string | null };
  readonly answers?: readonly { readonly poll_media?: { readonly text?: string | null } }[];
}

/**
 * The text that a person sees in a message, from top to bottom: its content, what its poll asks and answers, what its embeds
 * say, the text displays of Components V2, which stand at any depth, and all that of the messages that it forwards.
 */
export function messageText(message: ReadableMessage): string {
  return [
    message.content,
    message.poll?.question?.text,
    ...(message.poll?.answers ?? []).map(({ poll_media: answer }) => answer?.text),
    ...(message.embeds ?? []).flatMap(embedTexts),
    ...(message.components ?? []).flatMap(textDisplays),
    ...(message.forwarded ?? []).map(messageText),
  ]
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .join('\n');
}

function embedTexts({ author, title, description, fields = [], footer }: ReadableEmbed): unknown[] {
  return [author?.name, title, description, ...fields.flatMap(({ name, value }) => [name, value]), footer?.text];
}

function textDisplays(top: unknown): string[] {
  const texts: string[] = [];
  const ahead = [top];
  while (ahead.length > 0) {
    const component = ahead.pop();
    if (typeof component !== 'object' || component === null) continue;
    const { content, components } = component as { content?: unknown; components?: unknown };
    if (typeof content === 'string') texts.push(content);
    if (Array.isArray(components)) for (const inner of components.toReversed()) ahead.push(inner);
  }
  return texts;
}
