import { OptionRow } from '../picker/option-row.js';
import { bot } from '../store/room.js';
import { Avatar } from './avatar.js';
import type { Mentionable } from './written-mentions.js';

interface Props {
  id: string;
  matches: readonly Mentionable[];
  active: number;
  onActive: (index: number) => void;
  onPick: (one: Mentionable) => void;
}

/** Who can be mentioned, above the message box. The keys are the box's, which keeps the focus. */
export function MentionList({ id, matches, active, onActive, onPick }: Props) {
  return (
    <div class="picker">
      <p class="picker-title" aria-hidden="true">
        Mention somebody
      </p>
      <div id={id} class="picker-list" role="listbox" aria-label="People to mention">
        {matches.map((one, index) => (
          <OptionRow
            key={one.id}
            id={`${id}-${index}`}
            active={index === active}
            onActive={() => onActive(index)}
            onPick={() => onPick(one)}
          >
            <span class="option-label">
              <Avatar userId={one.id} name={one.name} size={16} /> {one.name}{' '}
              {one.id === bot.value.id && <span class="badge">APP</span>}
            </span>
          </OptionRow>
        ))}
      </div>
    </div>
  );
}
