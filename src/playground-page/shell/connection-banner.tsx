import { bot } from '../store/room.js';
import { connection } from '../store/socket.js';

/** Says when the page has lost the playground, or the playground the bot. */
export function ConnectionBanner() {
  const now = connection.value;
  const text =
    now.state === 'refused'
      ? now.reason
      : now.state === 'lost'
        ? 'Connection lost. Reconnecting…'
        : now.state === 'open' && !bot.value.online
          ? `${bot.value.name} is offline. Commands get no answer until it is back.`
          : '';
  return (
    <div class={text ? 'banner shown' : 'banner'} role="status">
      {text}
    </div>
  );
}
