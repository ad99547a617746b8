import { enlarged } from '../store/screen.js';
import { Dialog } from './dialog.js';

/** A picture as large as the window, with its description in words. */
export function Lightbox() {
  const picture = enlarged.value;
  if (!picture) return null;
  const close = () => {
    enlarged.value = undefined;
  };
  return (
    <Dialog label="Picture" class="lightbox" onClose={close}>
      <figure>
        <img src={picture.url} alt={picture.alt} />
        {picture.alt && <figcaption aria-hidden="true">{picture.alt}</figcaption>}
      </figure>
      <div class="lightbox-actions">
        <a href={picture.url} target="_blank" rel="noopener noreferrer">
          Open in a new tab
        </a>
        <button type="button" class="button button-secondary" onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
