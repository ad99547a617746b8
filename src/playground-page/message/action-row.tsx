import type { MessageView } from '../../playground/page/server-frames.js';
import type { ActionRow as Row } from '../model/component.js';
import { deedOf } from '../store/deeds.js';
import { ButtonView } from './button.js';
import { MessageSelect } from './message-select.js';

/** A row of buttons, or a menu, and under it what went wrong with the last press. */
export function ActionRow({ row, view }: { row: Row; view: MessageView }) {
  const failed = row.components
    .map((component) => deedOf(view.message.id, component.custom_id))
    .find((deed) => deed?.state === 'failed');
  return (
    <>
      <div class="action-row">
        {row.components.map((component, index) =>
          component.type === 2 ? (
            <ButtonView key={component.custom_id ?? index} button={component} view={view} />
          ) : (
            <MessageSelect key={component.custom_id} select={component} view={view} />
          ),
        )}
      </div>
      {failed && <p class="failed">{failed.reason}</p>}
    </>
  );
}
