import { type Client, GatewayDispatchEvents, SimpleShardingStrategy, type WebSocketOptions } from 'discord.js';
import { completePolls } from '../discord-js/complete-polls.js';

/** INVALID_SESSION has no data but a yes or no. */
const MAX_PUT_OFF = 200;

/** Told of a frame that could not be worked on. `event` is its dispatch event, where it names one. */
export type OnGatewayFault = (error: unknown, event: string | undefined) => void;

/** The parts of discord.js that read what came: its typings keep them private, and nothing else stands around them. */
interface FrameReader {
  onMessage(data: unknown, isBinary: boolean): Promise<void>;
}
interface PacketReader {
  handlePacket(packet?: { readonly t?: unknown; readonly d?: unknown }, shard?: unknown): boolean;
}

/**
 * Builds the shards of a client so that no frame of the gateway can end the process. discord.js takes every frame to be
 * well formed; where one is not, it throws in the middle of its own work, outside of any promise that somebody waits for.
 *
 * @param onPutOff told when Discord lets a shard log in later, or has ended its session
 */
export function guardedShards(
  onFault: OnGatewayFault,
  onPutOff: (shardId: number) => void = () => undefined,
): NonNullable<WebSocketOptions['buildStrategy']> {
  return (manager) =>
    new (class extends SimpleShardingStrategy {
      override async spawn(shardIds: number[]): Promise<void> {
        await super.spawn(shardIds);
        const { shards } = this as unknown as { readonly shards: ReadonlyMap<number, FrameReader> };
        for (const [id, shard] of shards) guardFrames(shard, onFault, () => onPutOff(id));
      }
    })(manager);
}

function guardFrames(shard: FrameReader, onFault: OnGatewayFault, onPutOff: () => void): void {
  const read = shard.onMessage.bind(shard);
  shard.onMessage = (data, isBinary) => {
    if (isPutOff(data)) onPutOff();
    return read(data, isBinary).catch((error: unknown) => onFault(error, eventOf(data)));
  };
}

/** Whether a frame is INVALID_SESSION: the shard has to begin anew, or came too early to. */
function isPutOff(frame: unknown): boolean {
  return typeof frame === 'string' && frame.length < MAX_PUT_OFF && /"op":\s*9\b/.test(frame);
}

/** Guards the packets that came before the client was ready: they are worked on later, each in a turn of its own. */
export function guardPackets(client: Client, onFault: OnGatewayFault): void {
  const reader = client.ws as unknown as PacketReader;
  const read = reader.handlePacket.bind(reader);
  reader.handlePacket = (packet, shard) => {
    try {
      if (packet?.t === GatewayDispatchEvents.InteractionCreate) completePolls(packet.d);
      return read(packet, shard);
    } catch (error) {
      onFault(error, nameOf(packet?.t));
      return true;
    }
  };
}

function eventOf(frame: unknown): string | undefined {
  try {
    return nameOf((JSON.parse(String(frame)) as { t?: unknown } | null)?.t);
  } catch {
    return undefined;
  }
}

/** A name that goes into the log must not be a text of somebody's. */
function nameOf(event: unknown): string | undefined {
  return typeof event === 'string' && /^[A-Z_]{1,64}$/.test(event) ? event : undefined;
}
