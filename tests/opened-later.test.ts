import { describe, expect, test } from 'vitest';
import { openLater } from '../src/opened-later.js';

/** Opens parts one after another, and notes what is done with them. */
function counting() {
  const done: string[] = [];
  const open = async () => {
    const name = `${done.length}`;
    done.push(`open ${name}`);
    return { name, close: async () => void done.push(`close ${name}`) };
  };
  return { done, open };
}

describe('a part that is opened later', () => {
  test('is opened once, when it is first asked for', async () => {
    const { done, open } = counting();
    const later = openLater(open);
    expect(done).toEqual([]);
    const [one, other] = await Promise.all([later.get(), later.get()]);
    expect(one).toBe(other);
    expect(done).toEqual(['open 0']);
    await later.close();
    expect(done).toEqual(['open 0', 'close 0']);
  });

  test('that nobody asked for has nothing to close', async () => {
    const { done, open } = counting();
    await openLater(open).close();
    expect(done).toEqual([]);
  });

  test('is closed where it was still opening', async () => {
    const { done, open } = counting();
    const later = openLater(open);
    const opening = later.get();
    await later.close();
    await opening;
    expect(done).toEqual(['open 0', 'close 0']);
  });

  test('that could not be opened is tried again', async () => {
    const { open } = counting();
    let fails = true;
    const later = openLater(() => (fails ? Promise.reject(new Error('no')) : open()));
    await expect(later.get()).rejects.toThrow('no');
    fails = false;
    expect((await later.get()).name).toBe('0');
  });
});
