import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { Hono } from 'hono';
import { newSessionCookie, readSessionCookie } from './session-cookie.js';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** Where `npm run build` puts the page: `dist/playground-page`, from the sources as from `dist/`. */
export function builtPageFolder(): string {
  const fromHere = import.meta.url.endsWith('.js') ? '../../../playground-page' : '../../../dist/playground-page';
  return fileURLToPath(new URL(fromHere, import.meta.url));
}

/**
 * Serves the built page: `index.html` at `/` with its title, never stored and with a session's cookie, and its scripts, styles and fonts
 * under `/assets`, whose names change with their content. Nothing but these files can be asked for.
 */
export function createPageFiles(port: () => number, title: string, folder = builtPageFolder()): Hono {
  const page = readPage(folder, title);
  const app = new Hono();
  app.get('/', (context) => {
    const host = context.req.header('host') ?? `127.0.0.1:${port()}`;
    if (!page) return context.text('The page is not built yet: run "npm run build" and start again.', 503);
    const hasSession = readSessionCookie(context.req.header('cookie'), port()) !== undefined;
    return context.body(page.html, 200, {
      ...SECURITY,
      'Content-Security-Policy': policy(host),
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(hasSession ? {} : { 'Set-Cookie': newSessionCookie(port()) }),
    });
  });
  const bytesOf = createAssets(join(folder, 'assets'));
  app.get('/assets/:name', async (context) => {
    const name = context.req.param('name');
    const type = TYPES[extname(name)];
    if (!page?.assets.has(name) || type === undefined) return context.text('There is no such file.', 404);
    const encoding = isText(type) ? encodingFor(context.req.header('accept-encoding')) : undefined;
    return context.body(await bytesOf(name, encoding), 200, {
      ...SECURITY,
      'Content-Type': type,
      ...(isText(type) ? { Vary: 'Accept-Encoding' } : {}),
      ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
  });
  return app;
}

const isText = (type: string) => !type.startsWith('font/');

const COMPRESS = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const;
type Encoding = keyof typeof COMPRESS;

// Browsers offer Brotli over HTTPS only: a class on the local network gets gzip.
function encodingFor(accepted = ''): Encoding | undefined {
  const offered = accepted.split(',').map((one) => one.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((encoding) => offered.includes(encoding));
}

/** Reads files, each once, and compresses it once: a whole class opens the page in the same minute. */
function createAssets(folder: string): (name: string, encoding?: Encoding) => Promise<Uint8Array<ArrayBuffer>> {
  const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  const read = async (name: string, encoding: Encoding | undefined) => {
    const bytes = await readFile(join(folder, name));
    return new Uint8Array(encoding === undefined ? bytes : await COMPRESS[encoding](bytes));
  };
  return (name, encoding) => {
    // Fonts are large and seldom asked for, so that the system may keep them.
    if (encoding === undefined) return read(name, undefined);
    const key = `${encoding}/${name}`;
    const found = kept.get(key) ?? read(name, encoding);
    kept.set(key, found);
    return found;
  };
}

const SECURITY = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

// Not every browser takes 'self' for a WebSocket of the same origin, so it is named. Whoever calls has checked the Host.
function policy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self' ws://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

interface BuiltPage {
  html: string;
  /** The names of the files that may be asked for. */
  assets: ReadonlySet<string>;
}

function readPage(folder: string, title: string): BuiltPage | undefined {
  try {
    const built = readFileSync(join(folder, 'index.html'), 'utf8');
    const html = built.replace('<title>Playground</title>', () => `<title>${escapeHtml(title)}</title>`);
    return { html, assets: new Set(readdirSync(join(folder, 'assets'))) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
