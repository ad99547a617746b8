import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_REPLIES, makeFirstReply } from '../../scripts/first-replies.js';
import { measureReply, SIZES, type Size, showReply } from '../../scripts/reply-measures.js';
import { size as inPicture } from '../../src/charts/paint/theme.js';
import { openRoom, type Room } from '../end-to-end/harness.js';
import { useBrowser } from './browser.js';

/** In pixels: the first picture and all that is pressed are on one screen together. */
const MAX_HEIGHT: Readonly<Record<Size, number>> = { desktop: 560, zoomed: 560, phone: 640 };
/** In pixels as shown: what the least type of a picture and of a message may be. */
const LEAST_IN_PICTURE = 9;
const LEAST_TYPE = 12;
/** Of the width that a phone has, in pixels. */
const LEAST_WIDTH: Readonly<Record<Size, number>> = { desktop: 500, zoomed: 480, phone: 330 };

const enter = useBrowser();
const folder = mkdtempSync(join(tmpdir(), 'tokenscope-one-screen-'));
const ids = new Map<string, string>();
let room: Room;
beforeAll(async () => {
  room = await openRoom({ databaseURL: `file:${join(folder, 'runs.db')}` });
  for (const reply of FIRST_REPLIES) ids.set(reply.name, await makeFirstReply(room.person, reply));
});
afterAll(async () => {
  await room.tokenscope.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(Object.keys(SIZES) as Size[])('on a %s', (size) => {
  test.each(FIRST_REPLIES)(
    'the first reply of $name is one screen: a picture, a sentence and the next move',
    async ({ name, grows }) => {
      const page = await enter(room.playground.origin, { name: 'Ben', ...SIZES[size] });
      const measures = await measureReply(await showReply(page, ids.get(name) ?? ''));
      const pictures = measures.pictures.map(({ width, scale }) => ({
        isWide: width >= LEAST_WIDTH[size],
        isReadable: inPicture.small * scale >= LEAST_IN_PICTURE,
      }));
      expect({ ...measures, pictures }).toEqual({
        height: grows ? expect.any(Number) : expect.toSatisfy((height: number) => height <= MAX_HEIGHT[size]),
        overflow: expect.toSatisfy((pixels: number) => pixels <= 0),
        buttons: expect.toSatisfy((count: number) => count >= 1 && count <= 5),
        menus: 1,
        pictures: pictures.length === 0 ? [] : [{ isWide: true, isReadable: true }],
        leastText: expect.toSatisfy((pixels: number) => pixels >= LEAST_TYPE),
      });
    },
  );
});
