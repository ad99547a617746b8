// `npm run doctor`: looks at everything that the bot needs, as the environment and `.env` set it, and says what to mend.
// It ends with 1 where something keeps the bot from working.
import { readFileSync } from 'node:fs';
import { commands } from '../commands/index.js';
import { ConfigError, loadConfig } from '../src/config.js';
import { commandRegistrations } from '../src/discord/registration.js';
import { checkNode } from '../src/doctor/check-parts.js';
import { examine } from '../src/doctor/examine.js';
import type { Finding } from '../src/doctor/finding.js';
import { secretsOf } from '../src/log.js';
import { doctorWords } from '../src/words/doctor.js';
import { operatorWords } from '../src/words/operator.js';

const words = doctorWords('en');
const counted = { well: 0, note: 0, trouble: 0 };
let secrets: readonly string[] = [];

function tell({ mark, about, sentence }: Finding): void {
  counted[mark] += 1;
  const shown = secrets.reduce((text, secret) => text.replaceAll(secret, '•••'), sentence);
  console.log(words.line(mark, about, shown));
}

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly engines: { readonly node: string };
};

console.log(`${words.begins}\n`);
tell(checkNode(process.version, engines.node));
try {
  const config = loadConfig({ hasOutput: false, hasLog: false });
  secrets = secretsOf(config);
  tell({ mark: 'well', about: words.about.settings, sentence: words.settings.well });
  for (const { given, meant } of config.misspelt ?? []) {
    tell({ mark: 'note', about: words.about.settings, sentence: operatorWords('en').setting.misspelt(given, meant) });
  }
  for await (const finding of examine(config, commandRegistrations(commands).length)) tell(finding);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  for (const problem of error.problems) {
    tell({ mark: 'trouble', about: words.about.settings, sentence: problem });
  }
}
console.log(`\n${words.ends(counted.trouble, counted.note)}`);
// A library may still hold a timer, and nothing is left to wait for.
process.exit(counted.trouble === 0 ? 0 : 1);
