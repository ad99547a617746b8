import type { MessageView } from '../../playground/page/server-frames.js';
import type { Select } from '../model/component.js';
import { deedOf, startHere } from '../store/deeds.js';
import { SelectMenu } from './select-menu.js';

/** A menu of a message: what is chosen goes to the bot at once. */
export function MessageSelect({ select, view }: { select: Select; view: MessageView }) {
  const { message } = view;
  const customId = select.custom_id;
  const chosen = (select.options ?? []).filter((option) => option.default).map((option) => option.value);
  return (
    <SelectMenu
      select={select}
      label={select.placeholder ?? 'Make a selection'}
      initial={chosen}
      isBusy={deedOf(message.id, customId)?.state === 'sent'}
      onChoose={(values) =>
        startHere(
          { type: 'select', messageId: message.id, customId, values },
          {
            kind: 'component',
            label: select.placeholder ?? '',
            channelId: message.channel_id,
            messageId: message.id,
            customId,
          },
        )
      }
    />
  );
}
