import { useState } from 'preact/hooks';
import { you } from '../store/room.js';
import { profileOpen } from '../store/screen.js';
import { request } from '../store/socket.js';
import { Dialog } from './dialog.js';

const COLOUR_NAMES = ['Blue', 'Green', 'Orange', 'Pink', 'Purple', 'Teal', 'Red', 'Yellow', 'Cyan', 'Grey'];

/** Where somebody says what they are called here and which colour they have. */
export function ProfileDialog() {
  return profileOpen.value ? <Profile /> : null;
}

function Profile() {
  const [name, setName] = useState(you.value.name);
  const [colour, setColour] = useState(you.value.colour);
  const [error, setError] = useState('');
  const close = () => {
    profileOpen.value = false;
  };
  return (
    <Dialog label="Your name and colour" onClose={close}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          request({ type: 'rename', name, colour }).then(close, (reason: Error) => setError(reason.message));
        }}
      >
        <h2>Your name and colour</h2>
        <label class="field" for="profile-name">
          <span class="field-label">Name</span>
        </label>
        <input
          id="profile-name"
          class="text-input"
          value={name}
          maxLength={32}
          autocomplete="off"
          aria-invalid={error !== ''}
          aria-describedby="profile-error"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <p id="profile-error" class="failed" role="alert">
          {error}
        </p>
        <fieldset class="colours">
          <legend class="field-label">Colour</legend>
          {COLOUR_NAMES.map((label, index) => (
            <label key={label} class={`colour fill-${index}`}>
              <input
                type="radio"
                name="colour"
                checked={colour === index}
                aria-label={label}
                onChange={() => setColour(index)}
              />
            </label>
          ))}
        </fieldset>
        <div class="dialog-actions">
          <button type="button" class="button button-secondary" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button button-primary">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
