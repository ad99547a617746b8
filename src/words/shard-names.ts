/** Names some shards of all of them, in English: `shard 2 of 16`, `shards 0 to 3 of 16`. They are neighbours, counted from 0. */
export function shardsInEnglish({ ids, count }: { readonly ids: readonly number[]; readonly count: number }): string {
  const [first, last] = [ids[0], ids.at(-1)];
  return first === last ? `shard ${first} of ${count}` : `shards ${first} to ${last} of ${count}`;
}
