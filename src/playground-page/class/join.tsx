import { useEffect, useRef, useState } from 'preact/hooks';
import { ConnectionBanner } from '../shell/connection-banner.js';
import { addressedCode, knock } from '../store/place.js';
import { rememberedName } from '../store/room.js';
import { connection, Refusal, request } from '../store/socket.js';
import './join.css';

/** Where somebody comes into a class: its code, which the QR code has filled in, and a name. */
export function Join() {
  const [code, setCode] = useState(addressedCode);
  const [typed, setTyped] = useState(() => rememberedName().name ?? '');
  const [picked, setPicked] = useState('');
  const [wrong, setWrong] = useState<{ field: string; text: string }>();
  const [isSent, setSent] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const asked = knock.value;
  const names = asked?.names;
  // Somebody else may have taken it meanwhile.
  const name = names ? (names.includes(picked) ? picked : '') : typed;
  const isCodeWrong = wrong?.field === 'code';

  // What is left to do has the focus: the code that nobody has filled in, else the name; after a refusal, what was wrong.
  useEffect(() => {
    const field = wrong ? (isCodeWrong ? 'code' : 'name') : code === '' ? 'code' : 'name';
    form.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  }, [wrong]);
  if (!asked) return null;

  const send = async () => {
    if (isSent) return;
    if (code.trim() === '') return setWrong({ field: 'code', text: 'Type the code that your teacher shows.' });
    if (name.trim() === '') {
      return setWrong({ field: 'name', text: names ? 'Choose your name.' : 'Type the name that you go by.' });
    }
    setSent(true);
    try {
      await request({ type: 'join', code: code.trim().toUpperCase(), name: name.trim() });
    } catch (error) {
      const field = error instanceof Refusal ? (error.field ?? '') : '';
      setWrong({ field, text: error instanceof Error ? error.message : 'Something went wrong. Try again.' });
    }
    setSent(false);
  };
  const alert = asked.joiningClosed ? 'Nobody new can join now. Ask your teacher.' : asked.why;
  return (
    <main class="join">
      {connection.value.state !== 'open' && <ConnectionBanner />}
      <form
        ref={form}
        class="join-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <h1>
          Join the class <small>{asked.name}</small>
        </h1>
        {alert && (
          <p class="join-why" role="status">
            {alert}
          </p>
        )}
        <div class="field">
          <label class="field-label" for="join-code">
            Code
          </label>
          <input
            id="join-code"
            name="code"
            class="text-input join-code-input"
            value={code}
            maxLength={64}
            autocomplete="off"
            autocapitalize="characters"
            autocorrect="off"
            spellcheck={false}
            enterkeyhint="next"
            aria-invalid={isCodeWrong}
            aria-describedby={isCodeWrong ? 'join-wrong' : undefined}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </div>
        {names ? (
          <Names names={names} picked={name} onPick={setPicked} />
        ) : (
          <div class="field">
            <label class="field-label" for="join-name">
              Your name
            </label>
            <input
              id="join-name"
              name="name"
              class="text-input"
              value={typed}
              maxLength={32}
              autocomplete="nickname"
              autocapitalize="words"
              spellcheck={false}
              enterkeyhint="go"
              aria-invalid={wrong?.field === 'name'}
              aria-describedby={wrong?.field === 'name' ? 'join-wrong' : undefined}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </div>
        )}
        <p id="join-wrong" class="failed" role="alert">
          {wrong?.text}
        </p>
        <button type="submit" class="button button-primary" aria-busy={isSent}>
          <span class="button-label">Join</span>
        </button>
      </form>
    </main>
  );
}

function Names({
  names,
  picked,
  onPick,
}: {
  names: readonly string[];
  picked: string;
  onPick: (name: string) => void;
}) {
  return (
    <fieldset>
      <legend class="field-label">Your name</legend>
      {names.length === 0 ? (
        <p>All names on the list are taken. Ask your teacher.</p>
      ) : (
        <div class="join-names">
          {names.map((name) => (
            <label key={name}>
              <input type="radio" name="name" value={name} checked={name === picked} onChange={() => onPick(name)} />
              {name}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
