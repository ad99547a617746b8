import type { ChannelView } from '../../playground/page/server-frames.js';
import { channelTitle } from '../model/channel-sign.js';
import { place } from '../store/place.js';
import { bot } from '../store/room.js';
import { Welcome } from '../welcome/welcome.js';

/** The beginning of a channel: what this place is, and what to do first. */
export function WelcomeCard({ channel }: { channel: ChannelView }) {
  return (
    <div class="welcome-card">
      {channel.kind !== 'thread' && <Welcome channel={channel} headingId="welcome-title" />}
      <p class="beginning">
        {channel.kind === 'private'
          ? `This group does not have ${bot.value.name} in it. You have installed ${bot.value.name} for yourself, so its commands work here, too.`
          : channel.kind === 'thread'
            ? `This is the beginning of the thread ${channelTitle(channel)}.`
            : channel.kind === 'dm'
              ? `This is the beginning of your direct messages with ${bot.value.name}. Nobody else sees them.`
              : channel.yours && place.value.mode === 'class'
                ? 'This is your own channel. Try what you like.'
                : place.value.mode === 'class' && place.value.channelId === channel.id
                  ? 'What you do here, the class sees and answers.'
                  : `This is the beginning of #${channel.name}. Everybody who opens this page can read and write here.`}
      </p>
    </div>
  );
}
