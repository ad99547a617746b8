import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchChromium } from '../../scripts/chromium.js';

/** How somebody opens the page. */
export interface Visit extends BrowserContextOptions {
  name?: string;
  /** Of the address, after the origin. */
  path?: string;
}

/** Opens the page of a playground as somebody new, each with a browser of their own as far as the page can tell. */
export type Enter = (origin: string, visit?: Visit) => Promise<Page>;

/**
 * One Chromium for all tests of a file. After each test, no page may have asked another origin for anything, broken the
 * page's policy, or thrown.
 */
export function useBrowser(): Enter {
  let browser: Browser | undefined;
  let problems: string[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
    const seen = problems;
    problems = [];
    expect(seen).toEqual([]);
  });
  afterAll(() => browser?.close());

  return async (origin, { name = 'Ada', path = '/', ...options } = {}) => {
    if (!browser) throw new Error('the browser is launched before the tests');
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
      ...options,
    });
    const remembered = JSON.stringify(JSON.stringify({ name, colour: 0 }));
    // As long as what `expect.poll` waits for.
    context.setDefaultTimeout(60_000);
    // A window that is about to open has no address yet, and nothing is kept for it.
    await context.addInitScript(
      `location.origin === 'null' || localStorage.getItem('playground-name') || localStorage.setItem('playground-name', ${remembered})`,
    );
    // Windows that a page opens are watched as well.
    context.on('page', (page) => {
      page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`));
      page.on('console', (message) => {
        // A connection that a test cuts is reported by the browser itself.
        if (message.type() === 'error' && !/WebSocket|net::ERR_/.test(message.text())) problems.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(`${origin}/`)) problems.push(`asked another place: ${request.url()}`);
      });
    });
    const page = await context.newPage();
    await page.goto(`${origin}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    // Whose type comes later moves what a test has measured.
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    return page;
  };
}
