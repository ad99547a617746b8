import type { MessageView } from '../../playground/page/server-frames.js';
import type { Button } from '../model/component.js';
import { deedOf, startHere } from '../store/deeds.js';

const STYLES: Record<number, string> = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link' };

/** A button of a message; a link button opens its address elsewhere. */
export function ButtonView({ button, view }: { button: Button; view: MessageView }) {
  const { message } = view;
  const label = (
    <>
      {button.emoji?.name && <span aria-hidden={button.label ? 'true' : undefined}>{button.emoji.name} </span>}
      {button.label}
    </>
  );
  const of = `button button-${STYLES[button.style] ?? 'secondary'}`;
  if (button.style === 5) {
    return (
      <a class={of} href={button.url} target="_blank" rel="noopener noreferrer nofollow">
        {label} <span aria-hidden="true">↗</span>
      </a>
    );
  }
  const customId = button.custom_id ?? '';
  const isOff = button.disabled === true || button.custom_id === undefined;
  const isSent = deedOf(message.id, customId)?.state === 'sent';
  return (
    <button
      type="button"
      class={of}
      // A button that waits or is off for a while keeps the focus; pressing it does nothing.
      aria-disabled={isOff}
      tabIndex={isOff ? -1 : 0}
      data-custom-id={customId}
      aria-busy={isSent}
      onClick={() => {
        if (isSent || isOff) return;
        startHere(
          { type: 'press', messageId: message.id, customId },
          {
            kind: 'component',
            label: button.label ?? '',
            channelId: message.channel_id,
            messageId: message.id,
            customId,
          },
        );
      }}
    >
      <span class="button-label">{label}</span>
    </button>
  );
}
