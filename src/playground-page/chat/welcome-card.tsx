import type { ChannelView } from '../../playground/page/server-frames.js';
import { startHere } from '../store/deeds.js';
import { bot, suggestions } from '../store/room.js';

/** The beginning of a channel: what this place is, and in the first channel a few things to try with one press. */
export function WelcomeCard({ channel, isFirst }: { channel: ChannelView; isFirst: boolean }) {
  const { name } = bot.value;
  if (channel.kind === 'dm') {
    return (
      <div class="welcome">
        <h2>{channel.name}</h2>
        <p>This is the beginning of your direct messages with {name}. Nobody else sees them.</p>
      </div>
    );
  }
  return (
    <div class="welcome">
      <h2>Welcome to #{channel.name}!</h2>
      {isFirst ? (
        <p>
          You are in a small Discord that runs on this computer, together with <strong>{name}</strong>. Everybody who
          opens this page is here too.
        </p>
      ) : (
        <p>This is the start of the #{channel.name} channel.</p>
      )}
      {isFirst && suggestions.value.length > 0 && (
        <>
          <p id="try">{suggestions.value.length === 1 ? 'Try this:' : 'Try one of these:'}</p>
          <ul class="suggestions" aria-labelledby="try">
            {suggestions.value.map(({ label, command, options }) => (
              <li key={label}>
                <button
                  type="button"
                  onClick={() =>
                    startHere(
                      { type: 'slash', channelId: channel.id, name: command, options },
                      { kind: 'command', label: `/${command}`, channelId: channel.id },
                    )
                  }
                >
                  <span class="suggestion-label">{label}</span>
                  <span class="suggestion-command">
                    /{command}{' '}
                    {Object.entries(options)
                      .map(([key, value]) => `${key}: ${value}`)
                      .join('  ')}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <p>
            Or type <kbd>/</kbd> in the box below: it lists everything that {name} can do.
          </p>
        </>
      )}
    </div>
  );
}
