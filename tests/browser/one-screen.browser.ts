import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_REPLIES, makeReply, SECOND_REPLIES } from '../../scripts/first-replies.js';
import { measureReply, type ReplyMeasures, SIZES, type Size, showReply } from '../../scripts/reply-measures.js';
import { size as inPicture } from '../../src/charts/paint/theme.js';
import { openRoom, type Room } from '../end-to-end/harness.js';
import { useBrowser } from './browser.js';
import { messageWith } from './reading.js';

/** In pixels: the picture and all that is pressed are on one screen together. */
const MAX_HEIGHT: Readonly<Record<Size, number>> = { desktop: 560, zoomed: 560, phone: 640 };
/** A lesson's picture has what the room said below it, and why it is so: that takes more, and still fits a window of 900. */
const MAX_REVEALED: Readonly<Record<Size, number>> = { desktop: 690, zoomed: 690, phone: 640 };
/** In pixels as shown: what the least type of a picture and of a message may be. */
const LEAST_IN_PICTURE = 9;
const LEAST_TYPE = 12;
/** Of the width that a phone has, in pixels. */
const LEAST_WIDTH: Readonly<Record<Size, number>> = { desktop: 500, zoomed: 480, phone: 330 };
const REPLIES = [...FIRST_REPLIES, ...SECOND_REPLIES];

const enter = useBrowser();
const folder = mkdtempSync(join(tmpdir(), 'tokenscope-one-screen-'));
const ids = new Map<string, string>();
let room: Room;
beforeAll(async () => {
  room = await openRoom({ databaseURL: `file:${join(folder, 'runs.db')}` });
  // Nobody may start so many runs within a minute, so that several share them.
  const people = ['Bob', 'Cleo', 'Dan', 'Fay', 'Gus', 'Ida'].map((name) => room.playground.join(name));
  for (const [at, reply] of REPLIES.entries()) {
    ids.set(reply.name, await makeReply(people[at % people.length] ?? room.person, reply));
  }
});
afterAll(async () => {
  await room.tokenscope.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What is wrong with a reply, each in words with its figure. */
function faultsOf(
  measures: ReplyMeasures,
  size: Size,
  { grows = false, isPrivate = false, asks = false, reveals = false } = {},
): string[] {
  const { height, fromPicture, overflow, buttons, menus, pictures, leastText } = measures;
  const most = (reveals ? MAX_REVEALED : MAX_HEIGHT)[size];
  const checks: readonly [boolean, string][] = [
    [grows || height <= most, `${height} px high, ${most} are the most`],
    [(fromPicture ?? 0) <= most, `${fromPicture} px from the picture to the end, ${most} are the most`],
    [overflow <= 0, `reaches ${overflow} px beyond the window`],
    [isPrivate || buttons >= 1, 'nothing to press'],
    [buttons <= (asks ? 6 : 5), `${buttons} buttons`],
    [menus === (isPrivate ? 0 : 1), `${menus} menus`],
    [pictures.length <= 1, `${pictures.length} pictures`],
    [leastText >= LEAST_TYPE, `type of ${leastText} px`],
    ...pictures.flatMap(({ width, scale }): [boolean, string][] => [
      [width >= LEAST_WIDTH[size], `a picture of ${width} px`],
      [inPicture.small * scale >= LEAST_IN_PICTURE, `type of ${inPicture.small * scale} px in a picture`],
    ]),
  ];
  return checks.filter(([isFine]) => !isFine).map(([, fault]) => fault);
}

describe.each(Object.keys(SIZES) as Size[])('on a %s', (size) => {
  test('every reply is one screen: a picture, a sentence and the next move', async () => {
    const page = await enter(room.playground.origin, { name: 'Ben', ...SIZES[size] });
    const faults: Record<string, string[]> = {};
    for (const { name, grows, asks, reveals } of REPLIES) {
      const measures = await measureReply(await showReply(page, ids.get(name) ?? ''));
      const found = faultsOf(measures, size, { grows, asks, reveals });
      if (found.length > 0) faults[name] = found;
    }
    expect(faults).toEqual({});
  });

  test('what Explain tells is one screen too', async () => {
    const page = await enter(room.playground.origin, { name: 'Eve', ...SIZES[size] });
    const faults: Record<string, string[]> = {};
    for (const { name } of FIRST_REPLIES) {
      const message = await showReply(page, ids.get(name) ?? '');
      await message.getByRole('button', { name: 'Explain', exact: true }).click();
      const answer = await messageWith(page, 'Only you can see this');
      const found = faultsOf(await measureReply(answer), size, { isPrivate: true });
      if (found.length > 0) faults[name] = found;
      await answer.getByRole('button', { name: 'Dismiss message' }).click();
      await answer.waitFor({ state: 'detached' });
    }
    expect(faults).toEqual({});
  });
});
