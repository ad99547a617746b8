import type { Locator, Page } from 'playwright-core';

/** How somebody looks at the page. `zoomed` is a window of 1440 × 900 at 200 %. */
export const SIZES = {
  desktop: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 },
  zoomed: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
} as const;

export type Size = keyof typeof SIZES;

/** What a reply takes of a screen; lengths in pixels of the page. */
export interface ReplyMeasures {
  /** From who used which command down to the end of the small print. */
  readonly height: number;
  /** The same from its first picture's top on; undefined without a picture. */
  readonly fromPicture: number | undefined;
  /** How far anything in it reaches beyond the window's right edge. */
  readonly overflow: number;
  readonly buttons: number;
  readonly menus: number;
  /** Of each picture. */
  readonly pictures: readonly { readonly width: number; readonly height: number; readonly scale: number }[];
  /** The smallest type besides that of pictures. */
  readonly leastText: number;
}

/** The message of a reply, in view and with all its pictures there; older ones are loaded for it where that is needed. */
export async function showReply(page: Page, messageId: string): Promise<Locator> {
  const message = page.locator(`#message-${messageId}`);
  const older = page.getByRole('button', { name: 'Load older messages' });
  await message.or(older).first().waitFor();
  while ((await message.count()) === 0 && (await older.count()) > 0) {
    const oldest = await page.locator('[id^="message-"]').first().getAttribute('id');
    await older.click();
    await page.locator(`[id^="message-"]:not(#${oldest}) ~ #${oldest}`).waitFor();
  }
  await message.waitFor();
  await message.scrollIntoViewIfNeeded();
  await message
    .locator('img')
    .evaluateAll((images) => Promise.all(images.map((image) => Reflect.get(image, 'decode').call(image))));
  return message;
}

/** Measures a reply that is in view. */
export function measureReply(message: Locator): Promise<ReplyMeasures> {
  return message.evaluate(MEASURE);
}

/** Runs in the page, of whose types nothing is known here. */
const MEASURE = new Function(
  'message',
  `
  const box = message.getBoundingClientRect();
  const image = message.querySelector('img') ?? undefined;
  const day = message.querySelector('.day');
  const shown = [...message.querySelectorAll('.message-content *')].filter((one) => one.getClientRects().length > 0);
  const texts = shown.filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''));
  const seen = texts.filter((one) => !one.closest('.visually-hidden'));
  return {
    height: Math.round(box.height - (day?.getBoundingClientRect().height ?? 0)),
    fromPicture: image && Math.round(box.bottom - image.getBoundingClientRect().top),
    overflow: Math.round(Math.max(0, ...shown.map((one) => one.getBoundingClientRect().right)) - innerWidth),
    buttons: message.querySelectorAll('.action-row .button').length,
    menus: message.querySelectorAll('.action-row [aria-haspopup]').length,
    pictures: [...message.querySelectorAll('img')].map((image) => ({
      width: Math.round(image.getBoundingClientRect().width),
      height: Math.round(image.getBoundingClientRect().height),
      scale: image.getBoundingClientRect().width / image.naturalWidth,
    })),
    leastText: Math.min(...seen.map((one) => Number.parseFloat(getComputedStyle(one).fontSize))),
  };`,
) as (message: unknown) => ReplyMeasures;
