/** Copies a text; rejects where the browser does not allow it, as on a page that came over a network without encryption. */
export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
