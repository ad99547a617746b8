/** Where there is no page, as in a test of what a message says, nothing is on its server. */
const page = globalThis as unknown as { readonly location?: { readonly port: string } };

/**
 * The address of a picture or file on this page's own server, or undefined when it is elsewhere: nothing is ever loaded
 * from another place. The playground writes 127.0.0.1; the page may have been opened as localhost.
 */
export function localAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, pathname, search } = new URL(url);
  const isHere = (hostname === '127.0.0.1' || hostname === 'localhost') && port === page.location?.port;
  return isHere && pathname.startsWith('/attachments/') ? pathname + search : undefined;
}

/** A size in the units that Discord shows. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(2)} KB` : `${(bytes / 1024 ** 2).toFixed(2)} MB`;
}
