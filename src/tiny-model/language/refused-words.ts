/** Words that nobody should read in a classroom, as hashes, so that nobody reads them here either. */
const REFUSED: ReadonlySet<number> = new Set(
  `
  104mngv 1051mqh 105ktmv 10dtofh 10fkq9v 10t1apw 10w411u 10xihbf 10yzs8e 11b96le 11c6fhc 11jflq4 11qjpp1
  11r9el9 11sx6ip 120hcjv 122v6pi 1268lwx 12puiis 12vdvcr 139yxdt 13d1t87 13n1ex6 141oxyt 147dkhl 14fkbtf
  14h9oi0 14j5fiz 14oshhs 155h3b9 157bpup 15fvo3p 161gpzq 162egb0 16dnyit 16hn6os 16jf6u5 16yqbm2 180gc8s
  18f92hz 18kg7af 18n9w2s 18yxyyv 19mj789 19o6l49 19v7bqx 1a2ymga 1aa0xqj 1aphvlf 1bh03oy 1binbgb 1bq7o9k
  1c3bpa1 1c9qzi9 1ddoja5 1doppeb 1dzmjk9 1eh4j17 1ercxax 1esczzy 1ezko0n 1fcbu2d 1fhrpsv 1fhzz46 1frp2cz
  1g0mo6i 1g2gkbe 1g4wmwe 1gdbpeh 1hbgyx 1im1d8p 1j1d1vs 1jlycjm 1jpkpg0 1k4889h 1k4tf1g 1kecmot 1liyc50 1m24kth
  1m768du 1m80mtd 1mb5nmv 1msqvj8 1mzzw5e 1npkzk5 1o3wg8m 1ob5fz3 1ogqgnx 1omtffm 1oy6sy6 1oydxjx 1p1uv49
  1ps55si 1q4d1mw 1q5twaw 1qocfay 1qq65lt 1quavmd 1r0q734 1rnutik 1ry26ve 1sgxqhn 1smf5ui 1snrtdf 1t0fziv
  1tagl0t 1tuoqs8 1ubmu64 1ulwu4q 1vhn6s4 1vtswo 1vzpvf 1wa97i 1wfnhou 1wqvgzk 1x6y0cl 1xdsv2g 1y3ndff 1y9t1r4
  1yawuzt 1yjgybl 2004fv 4aqaam 4jo0ja 4vw3ei 56tbpg 5kl94a 5pekq6 6i2x4p 6ichpm 6ilkeh 6q2uh6 6u4ocd 7i1t5t
  7w40km 8lpilm 8q8k0g 94e4qo 9chorx 9cnd41 9cniv8 9y1fov a1y2su aawr7v aezi5r brtuq5 ccykyw cm9ml de1oyl dn85c5
  dzx596 e4iz3o esosv2 f79hgw fee1dy fh8483 fx8ycu gngj42 h5yv8l hzk9ts iaifv6 id0657 ijfhas j20mos j72yet
  kc6kwk l0zz4 ll3zjw m93o71 mgtjj1 mx1bsm nax7qn ngd4e0 nhzd8m nxvziq o5pdfr opz6jg p4sl5n pqb3iw q6rqx rkfry0
  s31e38 ssbbr6 susqjs t8t74x twlw3p u74m7v vi8muy vpcifr vy81mf w1l9s4 w523fq w55gv8 xaiqoq xk5v1q xny30g
  xxxopf y4jmfn ydf5tp yg7smf ykn8e7 yscpjy yvi33c yy78ri z4446r z75u5u zk9ty6 zwanhs
`
    .trim()
    .split(/\s+/)
    .map((hash) => Number.parseInt(hash, 36)),
);

/** Whether a refused word's hash ends in these 16 bits: hundreds of words are asked for at each token, and hardly one is refused. */
const ENDS = new Uint8Array(0x10000);
for (const hash of REFUSED) ENDS[hash & 0xffff] = 1;

/** Letters of the longest refused word. */
export const MAX_REFUSED_LETTERS = 15;

/** The hash of no letters. */
export const NO_LETTERS = 0x811c9dc5 | 0;

/** The hash of a word that goes on with these letters, which are small: FNV-1a over UTF-16 units (Fowler, Noll and Vo). */
export function hashWith(hash: number, letters: string): number {
  let next = hash;
  for (let at = 0; at < letters.length; at++) next = Math.imul(next ^ letters.charCodeAt(at), 0x01000193);
  return next;
}

/** Whether a word of this hash is one that must not be read in a classroom. */
export function isRefusedHash(hash: number): boolean {
  return ENDS[hash & 0xffff] === 1 && REFUSED.has(hash >>> 0);
}

/** Whether a word, in small or capital letters, is one that must not be read in a classroom. */
export function isRefusedWord(word: string): boolean {
  return isRefusedHash(hashWith(NO_LETTERS, word.toLowerCase()));
}
