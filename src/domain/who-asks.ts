/** Who asks, and where: what limits and the line in front of the model go by. Discord's ids. */
export interface WhoAsks {
  readonly personId: string;
  readonly channelId: string;
  /** Undefined where the channel is in no server, as a direct message. */
  readonly serverId: string | undefined;
  /** The ids of the roles that they have on the server. */
  readonly roles: readonly string[];
}
