import { useEffect, useRef, useState } from 'preact/hooks';
import type { Moderation } from '../../playground/page/client-frames.js';
import type { PersonView } from '../../playground/page/server-frames.js';
import { type ClassPlace, students } from './stage.js';

type Act = (deed: Moderation) => Promise<void>;

/** Who is in the class, those who are here first, and what whoever leads can do about each. */
export function People({ place, act }: { place: ClassPlace; act: Act }) {
  const all = [...students.value].sort((a, b) => Number(b.here) - Number(a.here) || a.name.localeCompare(b.name));
  const here = all.filter((one) => one.here).length;
  const away = all.length - here;
  return (
    <section aria-labelledby="class-people">
      <h3 id="class-people">
        {here} here{away > 0 && `, ${away} away`}
      </h3>
      {all.length === 0 ? (
        <p>Nobody has joined yet. Show the code.</p>
      ) : (
        <ul class="class-people">
          {all.map((person) => (
            <Person key={person.id} person={person} isMuted={place.muted.includes(person.id)} act={act} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Person({ person, isMuted, act }: { person: PersonView; isMuted: boolean; act: Act }) {
  const { id: personId, name, here } = person;
  const [state, setState] = useState<'' | 'renaming' | 'removing'>('');
  const leave = () => setState('');
  const does = (deed: Moderation) => void act(deed).then(leave, () => undefined);
  const marks = [here ? '' : 'away', isMuted ? 'paused' : ''].filter(Boolean).join(', ');
  return (
    <li class={here ? '' : 'away'}>
      {state === 'renaming' ? (
        <Renaming name={name} onLeave={leave} onSave={(to) => does({ do: 'rename', personId, name: to })} />
      ) : (
        <>
          <span class="class-person">
            {name}
            {marks && <small> {marks}</small>}
          </span>
          {state === 'removing' ? (
            <>
              <button type="button" class="button" onClick={leave}>
                Keep
              </button>
              <button
                type="button"
                class="button button-danger"
                aria-label={`Remove ${name} from the class`}
                onClick={() => does({ do: 'remove', personId })}
              >
                Remove now
              </button>
            </>
          ) : (
            <>
              <button
                type="button"
                class="button"
                aria-label={isMuted ? `Unpause ${name}` : `Pause ${name}`}
                onClick={() => does({ do: isMuted ? 'unmute' : 'mute', personId })}
              >
                {isMuted ? 'Unpause' : 'Pause'}
              </button>
              <button type="button" class="button" aria-label={`Rename ${name}`} onClick={() => setState('renaming')}>
                Rename
              </button>
              <button type="button" class="button" aria-label={`Remove ${name}`} onClick={() => setState('removing')}>
                Remove
              </button>
            </>
          )}
        </>
      )}
    </li>
  );
}

interface RenamingProps {
  name: string;
  onSave: (name: string) => void;
  onLeave: () => void;
}

function Renaming({ name, onSave, onLeave }: RenamingProps) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      class="class-renaming"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(text);
      }}
    >
      <input
        ref={field}
        class="text-input"
        value={text}
        maxLength={32}
        autocomplete="off"
        aria-label={`New name of ${name}`}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // Esc leaves the field, and not the dialog around it.
          event.preventDefault();
          event.stopPropagation();
          onLeave();
        }}
      />
      <button type="button" class="button" onClick={onLeave}>
        Cancel
      </button>
      <button type="submit" class="button button-primary">
        Save
      </button>
    </form>
  );
}
