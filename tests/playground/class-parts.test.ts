import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { isFromNetwork, isLoopback } from '../../src/origin-guard.js';
import { codeAsText, codeMatrix } from '../../src/playground/class/classroom.js';
import { lanAddresses, watchLanAddresses } from '../../src/playground/class/lan-addresses.js';
import { createJoinCode, createTeacherKey, isSameSecret, typedCode } from '../../src/playground/class/secrets.js';
import { foldName, studentName } from '../../src/playground/class/student-name.js';
import { createTries } from '../../src/playground/class/tries.js';

test('a code is six characters that nobody takes for one another, and is typed in any way', () => {
  const codes = Array.from({ length: 200 }, createJoinCode);
  for (const code of codes) expect(code).toMatch(/^[A-HJKMNP-Z2-9]{6}$/);
  expect(new Set(codes).size).toBeGreaterThan(195);
  expect(typedCode(' ab c–2 3-4 ')).toBe('ABC234');
  expect(isSameSecret(typedCode('abc-234'), 'ABC234')).toBe(true);
  expect(isSameSecret('ABC23', 'ABC234')).toBe(false);
  expect(Buffer.from(createTeacherKey(), 'base64url')).toHaveLength(16);
});

describe('a name', () => {
  test.each(['Zoë', '王芳', 'محمد', 'O’Brien-Smith', '🦦', '👩‍🚀 Ann', 'สมชาย', 'd’Arc 2', 'नेहा'])(
    '%s is one',
    (name) => {
      expect(studentName(`  ${name} `)).toBe(name.normalize('NFC'));
    },
  );

  test.each([
    ['nothing', '  '],
    ['too much', 'x'.repeat(33)],
    ['a control', 'A\u0007b'],
    ['another direction', '\u202Enna'],
    ['an isolate', 'a\u2066b'],
    ['a zero width space', 'An\u200Bn'],
    ['a filler', '\u3164'],
    ['marks alone', '\u0301\u0302'],
    ['piled marks', `Z${'\u0335'.repeat(9)}`],
    ['joiners alone', '\u200D'],
    ['half a character', 'a\uD800'],
  ])('%s is none', (_what, name) => {
    expect(() => studentName(name)).toThrow(/name/i);
  });

  test.each([
    ['Ann', 'ANN'],
    ['Ann', 'Ａｎｎ'],
    ['Strasse', 'STRAßE'],
    ['Anna Li', 'Anna\u00A0Li'],
    ['Ada', 'Аdа'],
    ['Eva', 'Εvα'],
    ['Ada', 'A\u200Dda'],
  ])('%s and %s are the same one', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  test.each([
    ['Ana', 'Aná'],
    ['Anna', 'Анна'],
    ['Али', 'Оля'],
  ])('%s and %s are two', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });
});

describe('tries', () => {
  test('an address has eight, and another every 15 seconds; others do not notice', () => {
    let clock = 0;
    const tries = createTries(() => clock);
    for (let number = 0; number < 8; number += 1) {
      expect(tries.waitFor('a')).toBe(0);
      tries.noteWrong('a');
    }
    expect(tries.waitFor('a')).toBe(15_000);
    expect(tries.waitFor('b')).toBe(0);
    clock += 14_999;
    expect(tries.waitFor('a')).toBe(1);
    clock += 1;
    expect(tries.waitFor('a')).toBe(0);
    tries.noteWrong('a');
    expect(tries.waitFor('a')).toBe(15_000);
    clock += 3_600_000;
    for (let number = 0; number < 8; number += 1) tries.noteWrong('a');
    expect(tries.waitFor('a')).toBe(15_000);
  });

  test('all addresses together have three hundred', () => {
    let clock = 0;
    const tries = createTries(() => clock);
    for (let number = 0; number < 300; number += 1) tries.noteWrong(`address ${number}`);
    expect(tries.waitFor('one more')).toBe(500);
    clock += 500;
    expect(tries.waitFor('one more')).toBe(0);
  });
});

describe('the addresses of a machine', () => {
  const at = (address: string, rest: Partial<NetworkInterfaceInfo> = {}) =>
    ({ address, family: 'IPv4', internal: false, ...rest }) as NetworkInterfaceInfo;

  test('private ones of real networks come first, bridges and those without a network last', () => {
    expect(
      lanAddresses({
        lo: [at('127.0.0.1', { internal: true })],
        docker0: [at('192.168.99.1')],
        usb0: [at('169.254.7.7')],
        eth1: [at('203.0.113.9')],
        eth0: [at('10.0.0.7')],
        wlan0: [at('192.168.1.5'), at('fe80::1', { family: 'IPv6' })],
        eth2: [at('172.20.0.3'), at('10.0.0.7')],
      }),
    ).toEqual(['192.168.1.5', '10.0.0.7', '172.20.0.3', '203.0.113.9', '192.168.99.1', '169.254.7.7']);
    expect(lanAddresses({})).toEqual([]);
  });

  test('are read again after a while', () => {
    let clock = 0;
    let address = '192.168.1.5';
    const addresses = watchLanAddresses(
      () => clock,
      () => [address],
    );
    address = '10.1.1.1';
    expect(addresses()).toEqual(['192.168.1.5']);
    clock += 6000;
    expect(addresses()).toEqual(['10.1.1.1']);
  });
});

test.each([
  ['192.168.1.5:3000', undefined, true],
  ['192.168.1.5:3000', 'http://192.168.1.5:3000', true],
  ['192.168.1.5:3000', 'http://10.0.0.7:3000', false],
  ['192.168.1.5:3000', 'https://192.168.1.5:3000', false],
  ['192.168.1.5:3000', 'null', false],
  ['192.168.1.5:3001', undefined, false],
  ['192.168.1.5', undefined, false],
  ['evil.example:3000', 'http://evil.example:3000', false],
  ['127.0.0.1:3000', undefined, false],
  [undefined, undefined, false],
])('a request to %s from %s comes in from the network: %s', (host, origin, isIn) => {
  expect(isFromNetwork({ host, origin }, 3000, ['192.168.1.5', '10.0.0.7'])).toBe(isIn);
});

test('at the port of HTTP itself an address stands without one, and only the loopback address is this machine', () => {
  expect(isFromNetwork({ host: '10.0.0.7', origin: 'http://10.0.0.7' }, 80, ['10.0.0.7'])).toBe(true);
  expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
  expect(['127.0.0.2', '192.168.1.5', '', undefined].some(isLoopback)).toBe(false);
});

test('a QR code is dark in its corners, and the same in a terminal', () => {
  const rows = codeMatrix('http://192.168.1.5:3000/#join=ABC234');
  expect(rows.every((row) => row.length === rows.length)).toBe(true);
  expect([rows[0]?.[0], rows[0]?.at(-1), rows.at(-1)?.[0]]).toEqual([true, true, true]);
  const text = codeAsText('http://192.168.1.5:3000/#join=ABC234', false).split('\n');
  expect(text).toHaveLength(Math.ceil((rows.length + 4) / 2));
  expect(codeAsText('x', true)).toContain('\u001B[97;40m');
});
