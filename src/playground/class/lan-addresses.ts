import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** Bridges and tunnels of containers, virtual machines and private networks: no phone of a class comes in there. */
const VIRTUAL =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|utun|tun|tap|wg|zt|tailscale|lxc|lxd|podman|cni|flannel)/i;

/**
 * The addresses of this machine in the networks that it is in, the likeliest first: private ones of real networks, then
 * public ones, then those of bridges and tunnels, and last those that a machine gives itself when nobody gives it one.
 */
export function lanAddresses(
  interfaces: Readonly<Record<string, NetworkInterfaceInfo[] | undefined>> = networkInterfaces(),
): string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos]) =>
    (infos ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, rank: rankOf(name, address) })),
  );
  const sorted = found.sort((a, b) => a.rank - b.rank).map(({ address }) => address);
  return [...new Set(sorted)];
}

function rankOf(name: string, address: string): number {
  if (address.startsWith('169.254.')) return 5;
  if (VIRTUAL.test(name)) return 4;
  if (address.startsWith('192.168.')) return 0;
  if (address.startsWith('10.')) return 1;
  return /^172\.(1[6-9]|2\d|3[01])\./.test(address) ? 2 : 3;
}

/** The addresses, read again when they are older than a few seconds: a machine that changes its Wi-Fi has new ones. */
export function watchLanAddresses(now: () => number, read: () => string[] = lanAddresses): () => readonly string[] {
  const staleMs = 5000;
  let addresses = read();
  let readAt = now();
  return () => {
    if (Math.abs(now() - readAt) > staleMs) {
      addresses = read();
      readAt = now();
    }
    return addresses;
  };
}
