import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Does something with a folder that nobody else can read, on the disk of a file where that can be, and deletes it. */
export async function inWorkFolder<T>(beside: string, act: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeFolder(beside);
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeFolder(beside: string): string {
  try {
    return mkdtempSync(join(dirname(beside), '.tokenscope-'));
  } catch {
    return mkdtempSync(join(tmpdir(), 'tokenscope-'));
  }
}
