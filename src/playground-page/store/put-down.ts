import { Refusal } from './socket.js';

/**
 * Puts a file down in a channel, to be sent with a message or a command.
 *
 * @returns its id; rejects with a `Refusal`
 */
export async function putDown(file: File, channelId: string): Promise<string> {
  const query = new URLSearchParams({ channel: channelId, name: file.name });
  const answer = await fetch(`/files?${query}`, {
    method: 'POST',
    headers: { 'Content-Type': file.type || 'application/octet-stream' },
    body: file,
  }).catch(() => undefined);
  const read = (await answer?.json().catch(() => undefined)) as { id?: string; message?: string } | undefined;
  if (read?.id === undefined) throw new Refusal(read?.message ?? 'The file could not be sent.');
  return read.id;
}
