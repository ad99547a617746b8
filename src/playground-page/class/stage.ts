import { computed, signal } from '@preact/signals';
import type { ChannelView, MessageView, PersonView, PlaceView } from '../../playground/page/server-frames.js';
import { place, stage } from '../store/place.js';
import { bot, channels, messages, people } from '../store/room.js';

/** What a class is to who is in it. */
export type ClassPlace = PlaceView & { mode: 'class' };

/** The class that this page is in; undefined in an ordinary playground. */
export const classPlace = computed<ClassPlace | undefined>(() =>
  place.value.mode === 'class' ? place.value : undefined,
);

/** The message that the class is at. */
export const stageView = computed<MessageView | undefined>(() => {
  const at = stage.value;
  return at && messages.value[at.channelId]?.find(({ message }) => message.id === at.messageId);
});

/** The channel that the class is in, and this person's own. */
export const classChannel = computed<ChannelView | undefined>(() =>
  channels.value.find(({ id }) => id === classPlace.value?.channelId),
);
export const ownChannel = computed<ChannelView | undefined>(() => channels.value.find(({ yours }) => yours));

/** The newest private reply of before the class went on, which changes what can be pressed; its id. */
export const goneBy = signal('0');

/** What only this person sees in the class's channel, the newest first: to what the class is at, and to what was before. */
export const privateReplies = computed<{ now: readonly MessageView[]; before: readonly MessageView[] }>(() => {
  const all = (messages.value[classChannel.value?.id ?? ''] ?? []).filter(({ ephemeral }) => ephemeral).toReversed();
  const since = [stage.value?.messageId ?? '0', goneBy.value].map(BigInt);
  const isNow = ({ message }: MessageView) => since.every((id) => BigInt(message.id) > id);
  return { now: all.filter(isNow), before: all.filter((view) => !isNow(view)) };
});

/** Everybody who has joined, without the bot and whoever teaches. */
export const students = computed<readonly PersonView[]>(() =>
  [...people.value.values()].filter(({ id, role }) => id !== bot.value.id && role === 'student'),
);
