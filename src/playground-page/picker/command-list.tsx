import { useEffect, useRef } from 'preact/hooks';
import { Avatar } from '../chat/avatar.js';
import { leadingOptions, type SlashCommand } from '../model/command.js';
import { bot } from '../store/room.js';
import { OptionRow } from './option-row.js';

interface Props {
  id: string;
  matches: readonly SlashCommand[];
  active: number;
  onActive: (index: number) => void;
  onPick: (command: SlashCommand) => void;
}

/** The commands above the message box. The keys are the box's, which keeps the focus. */
export function CommandList({ id, matches, active, onActive, onPick }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div class="picker">
      <p class="picker-title" aria-hidden="true">
        <Avatar userId={bot.value.id} name={bot.value.name} size={16} /> {bot.value.name}
      </p>
      <div id={id} class="picker-list" role="listbox" aria-label="Commands" ref={list}>
        {matches.map((command, index) => (
          <OptionRow
            key={command.name}
            id={`${id}-${index}`}
            active={index === active}
            onActive={() => onActive(index)}
            onPick={() => onPick(command)}
          >
            <span class="option-label">
              /{command.name}
              {leadingOptions(command).map((option) => (
                <span key={option.name} class="option-needs">
                  {option.name}
                </span>
              ))}
            </span>
            <span class="option-description">{command.description}</span>
          </OptionRow>
        ))}
      </div>
      {matches.length === 0 && <p class="picker-none">No command of this name. Backspace shows them all.</p>}
    </div>
  );
}
