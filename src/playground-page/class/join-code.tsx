import { QrCode } from './qr-code.js';
import type { ClassPlace } from './stage.js';
import './join-code.css';

/** What is said where there is no address to join at. */
export const NO_NETWORK = 'This computer is in no network now. Connect it to the Wi-Fi that the phones are in.';

/** How to join: a code to scan, and the address and the code to type. */
export function JoinCode({ place, large = false }: { place: ClassPlace; large?: boolean }) {
  if (place.joinURL === '') return <p class="join-closed">{NO_NETWORK}</p>;
  return (
    <div class={large ? 'join-code join-code-large' : 'join-code'}>
      {place.codeMatrix && <QrCode matrix={place.codeMatrix} label={`QR code of ${place.joinURL}`} />}
      <div class="join-code-words">
        {large && <h2>Join with your phone</h2>}
        {large && <p>Scan the picture, or open this address in a browser:</p>}
        <p class="join-address">{new URL(place.joinURL).host}</p>
        <p>
          {large ? 'The code of this class: ' : 'Code '}
          <strong class="join-letters">{place.code}</strong>
        </p>
        {place.joiningClosed && <p class="join-closed">Nobody new can join now.</p>}
      </div>
    </div>
  );
}
