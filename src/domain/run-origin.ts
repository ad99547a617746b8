/** Whose a run is. */
export interface RunOrigin {
  /** The Discord id of who asked for it. */
  readonly personId: string;
  /** Where: a server, or a channel that is in none. */
  readonly placeId: string;
  /** Only that person was shown it. */
  readonly isPrivate?: boolean | undefined;
  /** A run that it goes on from: whoever's words are in that one has words in this one, too. */
  readonly from?: string | undefined;
}
