import { type Deed, deeds, dismissDeed } from '../store/deeds.js';
import { bot, findMessage, you } from '../store/room.js';
import { Avatar } from './avatar.js';
import { OnlyYou } from './only-you.js';

/** Commands that are on their way, and those that got no answer, at the end of the channel. */
export function PendingDeeds({ channelId }: { channelId: string }) {
  const here = deeds.value.filter((deed) => deed.channelId === channelId && deed.kind !== 'modal');
  // A press shows its failure under the component that was pressed, as long as that is there.
  const isHere = (deed: Deed) => deed.customId !== undefined && findMessage(deed.messageId ?? '') !== undefined;
  const shown = here.filter((deed) => deed.kind === 'command' || (deed.state === 'failed' && !isHere(deed)));
  return (
    <>
      {shown.map((deed) => (
        <div key={deed.key} class="message pending">
          <p class="origin">
            <Avatar userId={you.value.id} name={you.value.name} size={16} />
            <span class="origin-name">{you.value.name}</span> used <span class="mention">{deed.label}</span>
          </p>
          <div class="message-body">
            <Avatar userId={bot.value.id} name={bot.value.name} />
            <div class="message-content">
              <div class="message-head">
                <span class="author colour-bot">{bot.value.name}</span>
                <span class="badge">APP</span>
              </div>
              {deed.state === 'sent' ? (
                <p class="thinking">Sending command…</p>
              ) : (
                <>
                  <p class="failed">{deed.reason}</p>
                  <OnlyYou onDismiss={() => dismissDeed(deed.key)} />
                </>
              )}
            </div>
          </div>
        </div>
      ))}
    </>
  );
}
