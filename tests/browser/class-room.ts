import type { Page } from 'playwright-core';
import type { Playground } from '../../src/playground/open-playground.js';
import type { Enter, Visit } from './browser.js';

/** A phone as students have one. */
export const PHONE: Visit = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

/** Enters a class as its teacher, by the link that the terminal shows. */
export function enterAsTeacher(enter: Enter, { origin, classroom }: Playground, visit: Visit = {}): Promise<Page> {
  return enter(origin, { name: 'Ms Byron', ...visit, path: `/#teacher=${classroom?.key}` });
}

/** Opens the projector's window from the teacher's page. */
export async function openProjector(teacher: Page): Promise<Page> {
  const opened = teacher.waitForEvent('popup');
  await teacher.getByRole('button', { name: 'Projector window' }).click();
  const projector = await opened;
  await projector.getByRole('heading', { level: 1 }).waitFor();
  return projector;
}

/** Joins a class with a phone, by the address of the QR code. */
export async function joinClass(enter: Enter, { origin, classroom }: Playground, visit: Visit): Promise<Page> {
  const page = await enter(origin, { ...PHONE, ...visit, path: `/#join=${classroom?.code}` });
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('navigation', { name: 'Where you are' }).waitFor();
  return page;
}
