import { describe, expect, test } from 'vitest';
import { createInteractionToken } from '../../src/playground/interactions/store.js';
import { interactionInPath, MASK, maskSecrets } from '../../src/playground/page/mask-secrets.js';
import { createWireLog } from '../../src/playground/page/wire-log.js';
import type { Exchange } from '../../src/playground/state/events.js';

const BOT_TOKEN = 'MTIz.abc.def-ghi';

function exchange(about: Partial<Exchange>): Exchange {
  return {
    id: 1,
    at: 0,
    method: 'POST',
    path: '/api/v10/gateway/bot',
    body: undefined,
    files: [],
    status: 200,
    answer: undefined,
    tookMs: 1,
    ...about,
  };
}

describe('maskSecrets', () => {
  test('the log masks tokens by the name of their field, and wherever they stand in a text', () => {
    const token = createInteractionToken('42');
    const masked = maskSecrets(
      {
        token: 'anything',
        nested: [{ url: `/webhooks/1/${token}/messages/@original`, note: `Bot ${BOT_TOKEN}!`, tokens: 3 }],
        Authorization: 'Bearer 1234567890',
      },
      BOT_TOKEN,
    );
    expect(masked).toEqual({
      token: MASK,
      nested: [
        { url: `/webhooks/1/${MASK}/messages/@original`, note: expect.not.stringContaining(BOT_TOKEN), tokens: 3 },
      ],
      Authorization: MASK,
    });
    expect(interactionInPath(`/webhooks/1/${token}/messages/@original`)).toBe('42');
    expect(interactionInPath('/channels/1/messages')).toBeUndefined();
  });
});

describe('the wire log', () => {
  const world = {
    botToken: BOT_TOKEN,
    now: () => 0,
    ownerOf: (id: string) => (id === '42' ? 'ada' : undefined),
    ownerOfChannel: (id: string) => (id === '7' ? 'bob' : undefined),
  };

  test('the log shows what belongs to an interaction or to direct messages to one person', () => {
    const log = createWireLog(world);
    log.addExchange(exchange({ path: '/api/v10/gateway/bot' }));
    log.addExchange(exchange({ path: `/api/v10/webhooks/1/${createInteractionToken('42')}` }));
    log.addExchange(exchange({ path: `/api/v10/webhooks/1/${createInteractionToken('43')}` }));
    log.addExchange(exchange({ path: '/api/v10/channels/7/messages' }));
    log.addExchange(exchange({ path: '/api/v10/channels/8/messages' }));
    const titles = (person: string) => log.entriesFor(person).map(({ title }) => title);
    expect(titles('ada')).toEqual(['POST /gateway/bot', `POST /webhooks/1/${MASK}`, 'POST /channels/8/messages']);
    expect(titles('bob')).toEqual(['POST /gateway/bot', 'POST /channels/7/messages', 'POST /channels/8/messages']);
  });

  test('the log cuts long entries, and forgets the oldest of many', () => {
    const log = createWireLog(world);
    for (let at = 0; at < 700; at += 1) log.addExchange(exchange({ at, body: { text: 'x'.repeat(30_000) } }));
    const kept = log.entriesFor('ada');
    expect(kept.at(-1)?.at).toBe(699);
    expect(kept.length).toBeLessThan(600);
    const bytes = kept.reduce((sum, { json }) => sum + json.length, 0);
    expect(bytes).toBeGreaterThan(5_000_000);
    expect(bytes).toBeLessThanOrEqual(6_000_000);
    expect(kept[0]?.json).toMatch(/… [\d,]+ more characters$/);
  });
});
