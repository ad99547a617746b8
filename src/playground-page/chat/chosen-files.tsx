import { formatBytes } from '../message/media-address.js';

/** The files that go with the next message; each can be taken off again. */
export function ChosenFiles({ files, onRemove }: { files: readonly File[]; onRemove: (file: File) => void }) {
  if (files.length === 0) return null;
  return (
    <ul class="chosen-files" aria-label="Files to send">
      {files.map((file, index) => (
        <li key={`${index} ${file.name}`}>
          <span class="chosen-name">{file.name}</span> <small>{formatBytes(file.size)}</small>
          <button type="button" class="icon-button" aria-label={`Remove ${file.name}`} onClick={() => onRemove(file)}>
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
