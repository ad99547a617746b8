import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { inspectFile } from '../storage/sqlite/inspect-file.js';
import { doctorWords } from '../words/doctor.js';
import { type Finding, reasonOf } from './finding.js';

/** Less than this is soon full, in bytes. */
const LITTLE_SPACE = 200 * 2 ** 20;

const words = doctorWords('en');

/** Looks at the disk and the file that runs are kept in. @param url as in DATABASE_URL */
export function checkDatabase(url: string): Finding[] {
  const path = url.replace(/^file:/, '');
  if (path === ':memory:') return [{ mark: 'note', about: words.about.database, sentence: words.database.inMemory }];
  return [...checkDisk(folderOf(path)), ...checkFile(path)];
}

function checkDisk(folder: string): Finding[] {
  const about = words.about.disk;
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    const isLittle = free < LITTLE_SPACE;
    const sentence = isLittle ? words.disk.little(sizeOf(free)) : words.disk.well(sizeOf(free));
    return [{ mark: isLittle ? 'trouble' : 'well', about, sentence }];
  } catch (error) {
    return [{ mark: 'trouble', about, sentence: words.disk.notWritten(folder, reasonOf(error)) }];
  }
}

function checkFile(path: string): Finding[] {
  const about = words.about.database;
  const trouble = (sentence: string): Finding[] => [{ mark: 'trouble', about, sentence }];
  try {
    const file = inspectFile(path);
    if (file === undefined) return [{ mark: 'well', about, sentence: words.database.new(path) }];
    if (file.damage !== undefined) return trouble(words.database.damaged(path, file.damage));
    if (file.isNewer) return trouble(words.database.newer(path));
    return [
      { mark: 'well', about, sentence: words.database.well(path, sizeOf(file.bytes), file.runs) },
      ...(file.isOpenToOthers ? [{ mark: 'note', about, sentence: words.database.open(path) } as const] : []),
    ];
  } catch (error) {
    return trouble(words.database.notOpened(path, reasonOf(error)));
  }
}

/** The folder of a file, or what there is of the way to it. */
function folderOf(path: string): string {
  let folder = dirname(resolve(path));
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** Bytes in the unit that people read. */
export function sizeOf(bytes: number): string {
  const [size, unit] = bytes < 10 * 2 ** 30 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
