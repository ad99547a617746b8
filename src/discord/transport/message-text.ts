/**
 * The text that a person sees in a message: its content, what its embeds say, and the text displays of Components V2,
 * which stand at any depth.
 *
 * @param message the message as Discord's API has it
 */
export function messageText(message: {
  readonly content: string;
  readonly embeds?: readonly { readonly title?: string | null; readonly description?: string | null }[];
  readonly components?: readonly unknown[];
}): string {
  const embeds = (message.embeds ?? []).flatMap((embed) => [embed.title, embed.description]);
  return [message.content, ...embeds, ...(message.components ?? []).flatMap(textDisplays)]
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .join('\n');
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
