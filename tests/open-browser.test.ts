import { describe, expect, test } from 'vitest';
import { hasBrowser } from '../src/open-browser.js';

const SSH = { SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22', SSH_CLIENT: '10.0.0.1 5 22', SSH_TTY: '/dev/pts/0' };

describe('in a terminal, a browser is at hand', () => {
  test.each([
    ['on a Linux desktop', 'linux', { DISPLAY: ':0' }, true],
    ['on one without X', 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['in the Linux of Windows', 'linux', { WSL_DISTRO_NAME: 'Ubuntu' }, true],
    ['on another Unix with a desktop', 'freebsd', { DISPLAY: ':0' }, true],
    ['on a Mac', 'darwin', {}, true],
    ['on Windows', 'win32', {}, true],
    ['over SSH with a display that goes along', 'linux', { ...SSH, DISPLAY: 'localhost:10.0' }, true],
    ['where somebody says that it is no build server', 'darwin', { CI: 'false' }, true],
    ['not on a server', 'linux', {}, false],
    ['not where the display is empty', 'linux', { DISPLAY: '', WAYLAND_DISPLAY: '' }, false],
    ['not over SSH', 'linux', SSH, false],
    ['not over SSH on a Mac', 'darwin', { SSH_CONNECTION: SSH.SSH_CONNECTION }, false],
    ['not over SSH on Windows', 'win32', { SSH_TTY: SSH.SSH_TTY }, false],
    ['not on a build server', 'linux', { CI: 'true', DISPLAY: ':99' }, false],
    ['not on one that says so in another way', 'darwin', { CI: '1' }, false],
  ] as const)('%s', (_, platform, environment, expected) => {
    expect(hasBrowser({ platform, environment, isTerminal: true })).toBe(expected);
  });
});

test.each(['linux', 'darwin', 'win32'] as const)('none is where nobody reads along, on %s', (platform) => {
  expect(hasBrowser({ platform, environment: { DISPLAY: ':0' }, isTerminal: false })).toBe(false);
});
