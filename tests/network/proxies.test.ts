import { describe, expect, test } from 'vitest';
import { proxyFor } from '../../src/network/proxies.js';

const both = { http: 'http://plain:1', https: 'http://secure:2' };

test.each([
  ['https://api.example.org/v1', 'http://secure:2'],
  ['wss://gateway.example.org/?v=10', 'http://secure:2'],
  ['http://api.example.org/v1', 'http://plain:1'],
  ['ws://gateway.example.org', 'http://plain:1'],
])('%s goes through the proxy of its scheme', (address, proxy) => {
  expect(proxyFor(address, both)).toBe(proxy);
});

test.each([
  'http://localhost:8080/v1',
  'https://127.0.0.1',
  'http://127.8.0.1:1',
  'http://[::1]:3000',
  'http://a.localhost',
])('%s is this machine, and no proxy is asked', (address) => {
  expect(proxyFor(address, both)).toBeUndefined();
});

describe('what is excepted is asked directly', () => {
  test.each([
    ['*', 'https://any.example', true],
    ['example.org', 'https://example.org', true],
    ['example.org', 'https://a.b.Example.org', true],
    ['.example.org', 'https://a.example.org', true],
    ['*.example.org', 'https://a.example.org', true],
    ['example.org', 'https://notexample.org', false],
    ['example.org:8443', 'https://example.org:8443', true],
    ['example.org:8443', 'https://example.org', false],
    ['example.org:443', 'https://example.org', true],
    ['10.0.0.0/8', 'http://10.20.30.40:8000', true],
    ['10.0.0.0/8', 'http://11.0.0.1', false],
    ['10.0.0.0/99', 'http://10.0.0.1', false],
    ['192.168.1.5', 'http://192.168.1.5:8000', true],
    ['fd00::/8', 'http://[fd12::1]:8000', true],
    ['[fd12::1]', 'http://[fd12::1]:8000', true],
    ['fd12::1', 'http://[fd12::1]', true],
    ['', 'https://example.org', false],
  ])('%j and %s', (rule, address, isExcepted) => {
    expect(proxyFor(address, { ...both, except: [rule] }) === undefined).toBe(isExcepted);
  });
});

test('without a proxy everything is asked directly', () => {
  expect(proxyFor('https://example.org', {})).toBeUndefined();
  expect(proxyFor('https://example.org', { http: 'http://plain:1' })).toBeUndefined();
});
