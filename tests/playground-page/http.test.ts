import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { createPageFiles } from '../../src/playground/page/page-files.js';
import { parseTranscript } from '../../src/playground/transcript/transcript.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { freshCookie, visit } from './visitor.js';

let playground: Playground;
beforeAll(async () => {
  playground = await openPlayground();
});
afterAll(() => playground.close());

/** A request with headers of any kind, which fetch does not send. */
function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: playground.port, path, headers }, (answer) => {
      let body = '';
      answer.on('data', (part) => {
        body += String(part);
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the page over HTTP', () => {
  test('the page comes with a policy that lets nothing in from elsewhere, and is never stored', async () => {
    const answer = await fetch(playground.origin);
    expect(answer.status).toBe(200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:|blob:/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toMatch(/^playground_\d+=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/);
    const html = await answer.text();
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style| style=| on\w+=/);
  });

  test('a browser with a session gets no second one', async () => {
    const cookie = (await fetch(playground.origin)).headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await fetch(playground.origin, { headers: { cookie } })).headers.get('set-cookie')).toBeNull();
    const malformed = await fetch(playground.origin, { headers: { cookie: cookie.slice(0, -3) } });
    expect(malformed.headers.get('set-cookie')).not.toBeNull();
  });

  test('the page’s scripts and styles are stored for good, and only they can be asked for', async () => {
    const html = await (await fetch(playground.origin)).text();
    const names = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(names.length).toBeGreaterThan(1);
    for (const path of names) {
      const file = await fetch(playground.origin + path);
      expect([path, file.status]).toEqual([path, 200]);
      expect(file.headers.get('cache-control')).toContain('immutable');
      expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    }
    for (const path of [
      '/assets/../index.html',
      '/assets/..%2findex.html',
      '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
      '/assets/',
      '/index.html',
    ]) {
      expect([path, (await get(path, { host: `127.0.0.1:${playground.port}` })).status]).toEqual([path, 404]);
    }
  });

  test('scripts and styles are sent compressed to who takes that, and come out the same', async () => {
    const html = await (await fetch(playground.origin)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    const sent = async (accepted: string) => {
      const answer = await fetch(playground.origin + script, { headers: { 'accept-encoding': accepted } });
      return { encoding: answer.headers.get('content-encoding'), text: await answer.text() };
    };
    const plain = await sent('identity');
    expect(plain.encoding).toBeNull();
    expect(await sent('gzip, deflate')).toEqual({ encoding: 'gzip', text: plain.text });
    expect(await sent('gzip, deflate, br')).toEqual({ encoding: 'br', text: plain.text });
  });

  test('another Host or Origin gets nothing of the page', async () => {
    const here = `127.0.0.1:${playground.port}`;
    expect((await get('/', { host: 'evil.example' })).status).toBe(403);
    expect((await get('/', { host: here, origin: 'http://evil.example' })).status).toBe(403);
    expect((await get('/', { host: here, origin: 'http://127.0.0.1:1' })).status).toBe(403);
    expect((await get('/', { host: `localhost:${playground.port}` })).status).toBe(200);
  });

  test('the page has the product’s name as its title, and its picture in both themes', async () => {
    const folder = temporaryFolder();
    const dark = readFileSync(new URL('../../assets/pictures/nextword.png', import.meta.url));
    const light = readFileSync(new URL('../../assets/pictures/temperature.png', import.meta.url));
    writeFileSync(join(folder, 'a.png'), dark);
    const about = { name: 'A <b> & C', headline: 'H', text: 'T', steps: [] };
    const open = () => openPlayground({ about: { ...about, picture: { file: join(folder, 'a.png'), alt: 'Bars' } } });
    const bytes = async ({ origin }: Playground, name: string) =>
      Buffer.from(await (await fetch(`${origin}/about/${name}.png`)).arrayBuffer());

    const one = await open();
    expect(await (await fetch(one.origin)).text()).toContain('<title>A &lt;b> &amp; C</title>');
    const visitor = await visit(one.origin);
    const size = { width: 1100, height: expect.any(Number) };
    expect((await visitor.next('welcome')).about.picture).toMatchObject({ alt: 'Bars', ...size });
    expect(await bytes(one, 'dark')).toEqual(dark);
    expect(await bytes(one, 'light')).toEqual(dark);
    await one.close();
    writeFileSync(join(folder, 'a.light.png'), light);
    const two = await open();
    expect(await bytes(two, 'light')).toEqual(light);
    await two.close();
    writeFileSync(join(folder, 'a.png'), 'no picture');
    await expect(open()).rejects.toThrow('is not a picture');
    expect((await fetch(`${playground.origin}/about/dark.png`)).status).toBe(404);
  });

  test('before the first build the page says what to run', async () => {
    const folder = temporaryFolder();
    const answer = await createPageFiles(() => 1, 'A <title>', folder).request('/');
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm run build');
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), 'the page');
    writeFileSync(join(folder, 'assets', 'x.exe'), 'what nobody asked for');
    const built = createPageFiles(() => 1, 'A <title>', folder);
    expect(await (await built.request('/')).text()).toBe('the page');
    expect((await built.request('/assets/x.exe')).status).toBe(404);
  });
});

describe('the transcript', () => {
  test('the transcript is a file for somebody in the room, and for nobody else', async () => {
    const url = `${playground.origin}/transcript`;
    const cookie = await freshCookie(playground.origin);
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url, { headers: { cookie } })).status).toBe(403);
    const visitor = await visit(playground.origin, { cookie, name: 'Ola' });
    await visitor.next('welcome');
    await visitor.ask({ type: 'say', channelId: playground.channels[0]?.id, text: 'to be saved' });

    const answer = await fetch(url, { headers: { cookie } });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="tokenscope-transcript.json"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const { deeds } = parseTranscript(await answer.text());
    expect(deeds.map(({ deed }) => deed)).toContainEqual({ do: 'say', where: 'general', text: 'to be saved' });

    const host = `127.0.0.1:${playground.port}`;
    expect((await get('/transcript', { host, cookie })).status).toBe(200);
    expect((await get('/transcript', { host, cookie, origin: 'http://evil.example' })).status).toBe(403);
    for (const site of ['cross-site', 'same-site', 'none']) {
      expect((await get('/transcript', { host, cookie, 'sec-fetch-site': site })).status).toBe(403);
    }
    visitor.socket.close();
  });

  test('it has nothing of what others wrote or were told where they alone see it', async () => {
    const [ola, per] = await Promise.all(
      ['Ola', 'Per'].map(async (name) => {
        const cookie = await freshCookie(playground.origin);
        const visitor = await visit(playground.origin, { cookie, name: `${name} saves` });
        const { channels } = await visitor.next('welcome');
        return { visitor, cookie, idOf: (kind: string) => channels.find((one) => one.kind === kind)?.id };
      }),
    );
    if (ola === undefined || per === undefined) throw new Error('two are there');
    for (const kind of ['dm', 'private']) {
      await ola.visitor.ask({ type: 'say', channelId: ola.idOf(kind), text: `${kind} of Ola` });
    }
    await ola.visitor.ask({ type: 'say', channelId: playground.channels[0]?.id, text: 'for all, by Ola' });
    const saved = async ({ cookie }: { cookie: string }) =>
      (await fetch(`${playground.origin}/transcript`, { headers: { cookie } })).text();
    expect(await saved(ola)).toMatch(/dm of Ola[\s\S]*private of Ola[\s\S]*for all, by Ola/);
    const others = await saved(per);
    expect(others).toContain('for all, by Ola');
    expect(others).not.toMatch(/(?:dm|private) of Ola/);
    expect(parseTranscript(others).deeds.filter(({ deed }) => deed.do === 'unseen')).toHaveLength(2);
    for (const { visitor } of [ola, per]) visitor.socket.close();
  });
});
