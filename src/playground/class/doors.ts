import { type AskedBy, isFromHere, isFromNetwork, isLoopback } from '../../origin-guard.js';

/** Where a request stands: on this machine, in the class's network, or before a door that is not opened to it. */
export type Door = 'here' | 'network' | 'closed';

/** Which door a request comes to. */
export type FindDoor = (headers: AskedBy, remoteAddress: string | undefined) => Door;

/** The door of a playground for this machine alone. */
export function loopbackDoor(port: () => number): FindDoor {
  return (headers) => (isFromHere(headers, port()) ? 'here' : 'closed');
}

/**
 * The doors of a class. `here` is only for whoever both asks for the loopback address and comes from it: the bot's own way
 * in. Everybody else comes by one of the machine's addresses.
 */
export function classDoors(port: () => number, addresses: () => readonly string[]): FindDoor {
  return (headers, remoteAddress) => {
    if (isLoopback(remoteAddress) && isFromHere(headers, port())) return 'here';
    return isFromNetwork(headers, port(), addresses()) ? 'network' : 'closed';
  };
}
