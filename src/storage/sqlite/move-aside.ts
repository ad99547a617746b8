import { existsSync, renameSync } from 'node:fs';

/** Moves a damaged file and what belongs to it aside, under a name with the time. @returns where it is now */
export function moveAside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(':', '-').replace(/\..*/, '');
  let aside = `${path}.damaged-${stamp}`;
  for (let again = 2; existsSync(aside); again++) aside = `${path}.damaged-${stamp}-${again}`;
  for (const ending of ['', '-wal', '-shm']) {
    if (existsSync(path + ending)) renameSync(path + ending, aside + ending);
  }
  return aside;
}
