// `node tests/many-processes/parts-of-profile.mjs FOLDER [seconds to leave out at the start, 15]`: which parts of the bot the
// processor's time went to, of profiles that `run.mjs --only costs --profiles FOLDER` wrote. What a package or Node.js does
// counts for the part that asked it to, save for the packages that are parts of their own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '.', leftOut = '15'] = process.argv.slice(2);
const PACKAGES = /node_modules\/(discord\.js|@discordjs|ws|pg|pg-[\w-]+|kysely|undici|openai|zod|@napi-rs|pino|hono)\b/;
const totals = new Map();

for (const name of readdirSync(folder).filter((file) => file.endsWith('.cpuprofile'))) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) for (const child of node.children ?? []) byId.get(child).parent = node;
  const partOf = (node) => {
    node.part ??= ownPart(node) ?? (node.parent === undefined ? 'Node.js' : partOf(node.parent));
    return node.part;
  };
  let at = 0;
  for (const [index, id] of samples.entries()) {
    at += timeDeltas[index];
    if (at < Number(leftOut) * 1e6) continue;
    const part = partOf(byId.get(id));
    if (part !== undefined && part !== 'idle') totals.set(part, (totals.get(part) ?? 0) + timeDeltas[index] / 1000);
  }
}

function ownPart({ callFrame: { functionName, url } }) {
  if (functionName === '(idle)') return 'idle';
  if (functionName === '(garbage collector)') return 'garbage collection';
  const [, own] = /dist\/src\/((?:discord|charts)\/[\w-]+|[\w-]+)/.exec(url) ?? [];
  if (own !== undefined) return own;
  if (url.includes('dist/commands/')) return 'commands';
  const [, pack] = PACKAGES.exec(url) ?? [];
  return pack;
}

const all = [...totals.values()].reduce((sum, one) => sum + one, 0);
for (const [part, ms] of [...totals].sort((one, other) => other[1] - one[1])) {
  console.log(`${((100 * ms) / all).toFixed(1).padStart(5)} %  ${ms.toFixed(0).padStart(7)} ms  ${part}`);
}
