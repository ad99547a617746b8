/** What decides whether a browser is at hand. */
export interface Surroundings {
  /** As Node names it, such as `linux`. */
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether somebody reads what the process writes. */
  readonly isTerminal: boolean;
}

/** Whether who started the process sits before a desktop: in a terminal on it, not far away and not in a build server. */
export function hasBrowser({ platform, environment, isTerminal }: Surroundings): boolean {
  const isSet = (name: string) => !['', undefined].includes(environment[name]);
  if (!isTerminal || (isSet('CI') && environment.CI !== 'false')) return false;
  if (platform !== 'darwin' && platform !== 'win32') {
    // Windows shows what its own Linux opens. A display over SSH is that of who sits there.
    return ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME'].some(isSet);
  }
  return !['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'].some(isSet);
}

/** Opens an address in the browser; where that fails, who started the bot has read the address. Never rejects. */
export async function openBrowser(address: string): Promise<void> {
  try {
    const { default: open } = await import('open');
    const browser = await open(address);
    browser.on('error', () => {});
  } catch {}
}
