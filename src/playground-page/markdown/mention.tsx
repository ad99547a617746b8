import { bot, channels, openChannel, people, roles, you } from '../store/room.js';
import type { MarkdownNode } from './node.js';

/** A mention of somebody, a channel or a command. */
export function Mention({ node }: { node: MarkdownNode }) {
  const id = node.id ?? '';
  switch (node.type) {
    case 'user': {
      const name = people.value.get(id)?.name ?? (id === bot.value.id ? bot.value.name : 'unknown-user');
      return <span class={id === you.value.id ? 'mention mention-you' : 'mention'}>@{name}</span>;
    }
    case 'channel': {
      const found = channels.value.find((one) => one.id === id);
      if (!found) return <span class="mention">#unknown</span>;
      return (
        <button type="button" class="mention" onClick={() => openChannel(id)}>
          #{found.name}
        </button>
      );
    }
    case 'slashCommand':
      return <span class="mention">/{node.fullName}</span>;
    case 'role':
      return <span class="mention">@{roles.value.find((one) => one.id === id)?.name ?? 'role'}</span>;
    default:
      return <span class="mention mention-you">@{node.type}</span>;
  }
}
