import { useState } from 'preact/hooks';
import type { Moderation } from '../../playground/page/client-frames.js';
import { Dialog } from '../shell/dialog.js';
import { copyText } from '../store/copy-text.js';
import { request } from '../store/socket.js';
import { JoinCode } from './join-code.js';
import { People } from './people.js';
import type { ClassPlace } from './stage.js';

/** Names that the server takes in a list. */
const MAX_NAMES = 60;

/** All that whoever leads a class can do about it. */
export function ClassDialog({ place, onClose }: { place: ClassPlace; onClose: () => void }) {
  const [error, setError] = useState('');
  const act = (deed: Moderation) =>
    request({ type: 'moderate', deed }).then(
      () => setError(''),
      (reason: Error) => {
        setError(reason.message);
        throw reason;
      },
    );
  const quietly = (deed: Moderation) => void act(deed).catch(() => undefined);
  return (
    <Dialog label="Class" class="class-dialog" onClose={onClose}>
      <header class="class-dialog-head">
        <h2>Class</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
          ×
        </button>
      </header>
      {error && (
        <p class="failed" role="alert">
          {error}
        </p>
      )}
      <section aria-label="How to join">
        <JoinCode place={place} />
        <CopyAddress address={place.joinURL} />
        <Switch
          label="Close joining"
          hint="Nobody new comes in. Whoever is in stays."
          isOn={place.joiningClosed}
          onChange={(on) => quietly({ do: on ? 'close-joining' : 'open-joining' })}
        />
        <Switch
          label="Lock names"
          hint="Students cannot change their names."
          isOn={place.namesLocked}
          onChange={(on) => quietly({ do: on ? 'lock-names' : 'unlock-names' })}
        />
      </section>
      <People place={place} act={act} />
      <NamesList names={place.names} />
      <ClearClass act={act} />
    </Dialog>
  );
}

function CopyAddress({ address }: { address: string }) {
  const [said, setSaid] = useState('');
  const copy = () =>
    copyText(address).then(
      () => setSaid('Copied.'),
      () => setSaid('The browser does not allow copying here.'),
    );
  return (
    <div class="class-copy">
      <button type="button" class="button" onClick={copy}>
        Copy address
      </button>
      <span role="status">{said}</span>
    </div>
  );
}

interface SwitchProps {
  label: string;
  hint: string;
  isOn: boolean;
  onChange: (on: boolean) => void;
}

function Switch({ label, hint, isOn, onChange }: SwitchProps) {
  return (
    <label class="class-switch">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        <span class="field-label">{label}</span>
        <small>{hint}</small>
      </span>
    </label>
  );
}

function NamesList({ names }: { names: readonly string[] }) {
  const [text, setText] = useState(() => names.join('\n'));
  const [said, setSaid] = useState({ isWrong: false, text: '' });
  const list = [...new Set(text.split('\n').map((line) => line.trim().replaceAll(/\s+/g, ' ')))].filter(Boolean);
  const save = (event: Event) => {
    event.preventDefault();
    if (list.length > MAX_NAMES) {
      return setSaid({ isWrong: true, text: `There are ${list.length} names. ${MAX_NAMES} are the most.` });
    }
    const done =
      list.length === 0 ? 'There is no list now. Students type their names.' : `Saved: ${list.length} names.`;
    request({ type: 'names', list }).then(
      () => setSaid({ isWrong: false, text: done }),
      (reason: Error) => setSaid({ isWrong: true, text: reason.message }),
    );
  };
  return (
    <section aria-labelledby="class-names">
      <h3 id="class-names">List of names</h3>
      <form class="class-names" onSubmit={save}>
        <p id="class-names-hint" class="field-description">
          One name a line. Students then choose a name instead of typing one. Leave it empty, and they type their own.
        </p>
        <textarea
          class="text-input"
          rows={5}
          value={text}
          aria-labelledby="class-names"
          aria-describedby="class-names-hint"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <p class={said.isWrong ? 'failed' : 'field-description'} role="status">
          {said.text}
        </p>
        <button type="submit" class="button">
          Save the list
        </button>
      </form>
    </section>
  );
}

function ClearClass({ act }: { act: (deed: Moderation) => Promise<void> }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <section aria-label="Start over">
      {isAsking ? (
        <>
          <p>All messages in the class’s channel vanish, for everybody. Nobody can get them back.</p>
          <div class="dialog-actions">
            <button type="button" class="button" onClick={() => setAsking(false)}>
              Keep them
            </button>
            <button
              type="button"
              class="button button-danger"
              onClick={() =>
                act({ do: 'clear' }).then(
                  () => setAsking(false),
                  () => undefined,
                )
              }
            >
              Clear the channel
            </button>
          </div>
        </>
      ) : (
        <button type="button" class="button" onClick={() => setAsking(true)}>
          Clear the class’s channel…
        </button>
      )}
    </section>
  );
}
