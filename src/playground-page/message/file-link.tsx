import { formatBytes, localAddress } from './media-address.js';

/** A file to download. */
export function FileLink({ name, size, url }: { name: string; size?: number | undefined; url: string }) {
  return (
    <div class="file">
      <svg class="file-icon" viewBox="0 0 24 32" aria-hidden="true">
        <path d="M3 0h12l9 9v20a3 3 0 0 1-3 3H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" />
      </svg>
      <div class="file-text">
        <a href={localAddress(url) ?? url} download={name} rel="noopener noreferrer nofollow">
          {name}
        </a>
        {size !== undefined && <span class="file-size">{formatBytes(size)}</span>}
      </div>
    </div>
  );
}
