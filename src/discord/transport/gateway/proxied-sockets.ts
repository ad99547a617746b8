import type { Agent } from 'node:http';
import { createRequire } from 'node:module';

/** The WebSocket class of the package `ws`, as far as it is used here. */
type SocketClass = new (address: string | URL, protocols: string[], options?: object) => object;

/**
 * Lets the WebSockets of discord.js connect through the agents of a proxy. discord.js has no setting for that, and takes the
 * class of `ws` as it finds it: this has to come before discord.js is loaded.
 *
 * @param agentFor undefined where an address is connected to directly
 */
export function connectSocketsThrough(agentFor: (address: string) => Agent | undefined): void {
  const require = createRequire(import.meta.url);
  // Its own copy, whichever else there is.
  const ofDiscord = createRequire(createRequire(require.resolve('discord.js')).resolve('@discordjs/ws'));
  const sockets: { WebSocket: SocketClass } = ofDiscord('ws');
  sockets.WebSocket = class extends sockets.WebSocket {
    constructor(address: string | URL, protocols: string[], options: object = {}) {
      super(address, protocols, { ...options, agent: agentFor(String(address)) });
    }
  };
}
