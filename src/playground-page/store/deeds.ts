import { signal } from '@preact/signals';
import type { ModalView, ServerFrame } from '../../playground/page/server-frames.js';
import { announce } from './announce.js';
import { type Outgoing, Refusal, request } from './socket.js';

/** An interaction on its way to its first response. */
export interface Deed {
  key: number;
  kind: 'command' | 'component' | 'modal';
  /** What it is called on screen: `/nextword`. */
  label: string;
  channelId: string;
  /** The message and component that were used. */
  messageId?: string;
  customId?: string;
  /** Known once the server has taken it. */
  interactionId?: string;
  state: 'sent' | 'failed';
  /** Why it failed. */
  reason?: string;
}

/** A form that is open. */
export interface OpenModal {
  interactionId: string;
  modal: ModalView;
  channelId: string;
}

export const deeds = signal<readonly Deed[]>([]);
export const openModal = signal<OpenModal | undefined>(undefined);

/** What Discord shows when the first response does not come within three seconds. */
export const NO_RESPONSE = 'The application did not respond';

let keys = 0;

/** Starts an interaction and shows that it is on its way; what Discord refuses is thrown as a `Refusal`. */
export async function start(
  frame: Outgoing & { type: 'slash' | 'message-command' | 'user-command' | 'press' | 'select' | 'submit' },
  about: Pick<Deed, 'kind' | 'label' | 'channelId' | 'messageId' | 'customId'>,
): Promise<void> {
  keys += 1;
  const key = keys;
  const again = (one: Deed) =>
    one.state === 'failed' && one.messageId === about.messageId && one.kind === about.kind && one.kind !== 'command';
  deeds.value = [...deeds.value.filter((one) => !again(one)), { key, state: 'sent', ...about }];
  try {
    const { interactionId } = await request(frame);
    change(key, { interactionId });
  } catch (error) {
    dismissDeed(key);
    throw error;
  }
}

/** Starts an interaction from a place that has no room for a refusal: it is shown in the channel. */
export function startHere(...given: Parameters<typeof start>): void {
  const [frame, about] = given;
  start(frame, about).catch((error: unknown) => {
    keys += 1;
    const reason = error instanceof Refusal ? error.message : 'Something went wrong.';
    deeds.value = [...deeds.value, { key: keys, state: 'failed', reason, ...about }];
    announce(reason);
  });
}

export function dismissDeed(key: number): void {
  deeds.value = deeds.value.filter((one) => one.key !== key);
}

/** The component's deed, while it is on its way or when it has failed. */
export function deedOf(messageId: string, customId?: string): Deed | undefined {
  return deeds.value.find(
    (one) => one.messageId === messageId && one.kind === 'component' && (customId ?? one.customId) === one.customId,
  );
}

/** Applies what became of an interaction of this person. */
export function applyInteraction(frame: ServerFrame & { type: 'interaction' }): void {
  const deed = deeds.value.find((one) => one.interactionId === frame.id);
  // Another tab of this browser has started it, and shows its form.
  if (!deed) return;
  if (frame.state === 'failed') {
    const reason = deed.kind === 'component' ? 'This interaction failed' : NO_RESPONSE;
    change(deed.key, { state: 'failed', reason });
    announce(reason);
    return;
  }
  if (frame.first === undefined) return;
  dismissDeed(deed.key);
  if (deed.kind === 'modal') openModal.value = undefined;
  if (frame.modal) {
    openModal.value = { interactionId: frame.id, modal: frame.modal, channelId: deed.channelId };
  }
}

/** Forgets the presses on messages of a channel, because all of these are gone. */
export function forgetPresses(channelId: string): void {
  deeds.value = deeds.value.filter((one) => one.channelId !== channelId || one.kind !== 'component');
}

/** Another playground has taken the place of the one that these belonged to. */
export function forgetDeeds(): void {
  deeds.value = [];
  openModal.value = undefined;
}

function change(key: number, to: Partial<Deed>): void {
  deeds.value = deeds.value.map((one) => (one.key === key ? { ...one, ...to } : one));
}
