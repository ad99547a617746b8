import { defineWords } from './define-words.js';
import { shardsInEnglish } from './shard-names.js';

/** What whoever runs the bot reads in the terminal. */
export const operatorWords = defineWords({
  en: () => ({
    greeting: (model: string) => ({
      /** @param shards of all that the bot has, those that this process serves */
      onDiscord: (tag: string, inviteLink: string, shards?: { ids: readonly number[]; count: number }) => {
        const part =
          shards === undefined || shards.ids.length === shards.count
            ? ''
            : ` This process serves ${shardsInEnglish(shards)}.`;
        return `Tokenscope is ready. It works with ${model} and is on Discord as ${tag}.${part} Invite it: ${inviteLink}`;
      },
      inPlayground: (address: string) => `Tokenscope is ready. It works with ${model}. Open ${address}`,
      inClass: (teacherURL: string) => `Tokenscope is ready. It works with ${model}. Teacher, open ${teacherURL}`,
    }),
    /** What whoever asks the address for interactions reads in place of an interaction's answer. */
    interactions: {
      here: 'Here Tokenscope takes the interactions that Discord sends, by POST.\n',
      elsewhere: 'Tokenscope takes interactions at /interactions.\n',
      notSigned: 'This is not signed by Discord.\n',
      notRead: 'This is no interaction.\n',
      tooLong: 'This is too long for an interaction.\n',
    },
    /** Said after the greeting where interactions come over HTTP. */
    takesInteractions: (port: number, applicationId: string) =>
      `Interactions come over HTTP at port ${port}. Let your proxy send https://…/interactions there, and enter that address as “Interactions Endpoint URL” at https://discord.com/developers/applications/${applicationId}/information`,
    /** By their names. */
    endpoints: (labels: readonly string[]) => list(labels),
    /** @param passedOver the models that stand before it in the list */
    chosenModel: (endpoint: string, model: string, passedOver: readonly string[]) =>
      `${endpoint} (model ${model}, because ${list(passedOver)} ${passedOver.length === 1 ? 'writes' : 'write'} no texts)`,
    /** @param endpoints in words */
    silentEndpoint: (endpoints: string) => `${endpoints}, whose default model does not answer yet`,
    /** What is open while a class is, below the greeting, and what phones read. */
    classOpen: (place: {
      readonly joinURLs: readonly string[];
      readonly code: string;
      readonly port: number;
      readonly picture: string;
    }) => classOpenEn(place),
    stopping: 'Tokenscope stops when the last replies are finished. Press Ctrl+C again to stop at once.',
    /** A line of the log for who sits at the terminal. */
    logLine: (time: string, level: keyof typeof LEVELS_EN, message: string, why: string, more: string) =>
      `${time} ${LEVELS_EN[level]}${message}${why === '' ? '' : `: ${why}`}${more === '' ? '' : ` (${more})`}`,
    cannotStart: 'Tokenscope cannot start:',
    /** What `npm run backup`, `npm run restore` and `npm run migrate` say. */
    upkeep: {
      backupUsage:
        'Say which file the backup is to be written to: npm run backup -- backups/monday.db. The bot may run meanwhile.',
      restoreUsage:
        'Say which backup to take: npm run restore -- backups/monday.db. With --force it replaces the database that is there.',
      migrateUsage:
        'Say what moves where: npm run migrate -- sqlite-to-postgres data/tokenscope.db. It moves to the PostgreSQL database that DATABASE_URL names, or to one whose address you write behind it. Stop the bot first. With --force it replaces what is in that database.',
      inMemory: 'DATABASE_URL names a database in memory, which no other program can read. Name a file there.',
      backedUp: (database: string, file: string) =>
        `All that ${database} holds is in ${file} now. People’s texts are in it: keep it where nobody else can read it.`,
      migrated: (file: string, address: string, rows: number) =>
        `All ${rows} rows of ${file} are in ${address} now, and ${file} is as it was. Start the bot with DATABASE_URL set to the new address.`,
      restored: (file: string, database: string) => `${database} holds what ${file} does. Start the bot again.`,
    },
    /** @param kind the error's code or name */
    unforeseen: (hasStarted: boolean, kind: string) =>
      `${hasStarted ? 'Tokenscope has to end' : 'Tokenscope cannot start'}: an unexpected error (${kind}). Start it again.`,
    /** What is wrong with a setting, after its name. */
    setting: {
      noAddress: (example: string) => `must be an address that starts with http:// or https://, such as ${example}`,
      /** @param place from 1 */
      noAddressAmong: (place: number, example: string) =>
        `has several addresses, and number ${place} does not start with http:// or https://: write each like ${example}`,
      tooManyAddresses: (most: number) => `may have up to ${most} addresses: put a router in front of more`,
      tokenWithSpaces: 'must not contain spaces: copy it again from the Discord developer portal, page Bot',
      addressWithVersion: 'must not end in a version such as /v10: leave that part out',
      keyWithSpaces: 'must not contain spaces: copy the key again',
      notFromTo: (least: number, most: number) => `must be a number from ${least} to ${most}`,
      notWhole: 'must be a whole number',
      classWithDiscord:
        'PLAYGROUND_CLASS (or --class) opens a class without Discord, and DISCORD_TOKEN connects Discord: take one of them away',
      noDatabase:
        'must be a file, such as file:./data/tokenscope.db, or a PostgreSQL database, such as postgres://bot:secret@localhost/tokenscope',
      noShards:
        'must be auto, the number of all shards, such as 4, or those of this process, such as 0-3 of 16; shards are counted from 0',
      noPublicKey:
        'must be 64 hexadecimal digits: copy the public key from the Discord developer portal, page General Information',
      endpointName: (longest: number) =>
        `must be a short name of up to ${longest} characters, without @ , ; and |, such as home`,
      sameName: (name: string) => `Two endpoints are called ${name}: give each a name of its own`,
      /** A field of one of the endpoints in a file, wherever people read of it. */
      ofFile: (field: string, place: number) => `${field} of endpoint ${place} in ENDPOINTS_FILE`,
      noBaseURL: (suffix: string) => `OPENAI_BASE_URL${suffix} is missing, and other variables end in ${suffix}`,
      notRead: (path: string, code: string) =>
        `names the file ${path}, ${UNREAD_EN[code] ?? `which cannot be read (${code}): check the file`}`,
      /** @param other what else sets the same */
      secretTwice: (other: string) => `stands beside ${other}: take one of them away`,
      secretNoFile: (path: string) => `names ${path}, which is no file but a folder, a pipe or a device`,
      secretTooLong: (path: string, most: number) =>
        `names the file ${path}, which is longer than ${most} KB: no secret is, so it may be the wrong file`,
      secretEmpty: (path: string) =>
        `names the file ${path}, which is empty: write the secret into it, or take the variable away`,
      secretNoText: (path: string) =>
        `names the file ${path}, which must hold the secret alone, as text on one line: it may be the wrong file`,
      noJson: (path: string) =>
        `names the file ${path}, which is no valid JSON: look for a missing or spare comma, quote or bracket`,
      noEndpoints: 'must be a list of endpoints, such as [{"name": "home", "baseURL": "http://localhost:8000/v1"}]',
      noEndpoint: 'must be an endpoint, such as {"name": "home", "baseURL": "http://localhost:8000/v1"}',
      unknownField: (given: readonly string[], known: readonly string[]) =>
        `has ${given.join(', ')}, which is not known. Known are ${known.join(', ')}`,
      variableUnset: (variable: string) => `names ${variable}, which is not set`,
      twoKeys: 'stands beside apiKeyVariable: take one of them away',
      /** @param at which endpoint of the file, from 1 */
      inFile: (path: string, at: number | undefined, field: string, problem: string) =>
        `ENDPOINTS_FILE ${path}${at === undefined ? '' : `, endpoint ${at}`}${field === '' ? '' : `: ${field}`} ${problem}`,
      noHeaders:
        'must be headers as a JSON object of texts, such as {"x-team": "physics"}: names without spaces, values on one line',
      keptHeader: (names: readonly string[]) => `must not set ${names.join(', ')}: the connection sets these itself`,
      noModerationURL:
        'MODERATION_BASE_URL is missing, such as https://api.openai.com/v1: the other variables of the check belong to it',
      noCollector:
        'must be the address of an OpenTelemetry collector that takes OTLP over HTTP, such as http://localhost:4318',
      noProtocol: 'must be http/json or http/protobuf: traces are sent over HTTP, and port 4318 is usual',
      noProxy: 'must be the address of an HTTP proxy, such as http://proxy.example:3128',
      noLimit: (known: readonly string[]) =>
        `is no limit that there is: a limit is ${known.slice(0, -1).join(', ')} or ${known.at(-1)}`,
      noAmount: (mayBeNone: boolean) => `must be a whole number from 1${mayBeNone ? ', or none' : ''}`,
      noneOf: (choices: readonly string[]) => `must be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`,
      samePort: (port: number, names: readonly string[]) =>
        `${list(names)} are the same port, ${port}: give each a port of its own`,
      misspelt: (given: string, meant: string) =>
        `Nothing reads the variable ${given}, so it changes nothing. Is ${meant} meant?`,
    },
  }),
});

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Why a file cannot be read, by the system's code, with what to do. */
const UNREAD_EN: Readonly<Record<string, string>> = {
  ENOENT: 'which is not there: check the path',
  EACCES: 'which the user who runs this may not read: check its permissions and those of its folders',
  EISDIR: 'which is a folder: name a file',
};

const LEVELS_EN = {
  trace: '',
  debug: '',
  info: '',
  warn: 'Warning: ',
  error: 'Error: ',
  fatal: 'Error: ',
} as const;

function classOpenEn({
  joinURLs: [first, ...others],
  code,
  port,
  picture,
}: {
  readonly joinURLs: readonly string[];
  readonly code: string;
  readonly port: number;
  readonly picture: string;
}): string {
  const why =
    'The class is open: everybody in the same network as this computer can load its page. To join they need the code. It closes when this program ends.';
  const teacher =
    'Keep the teacher’s link to yourself: whoever has it leads the class. Code and link are new at each start.';
  if (first === undefined) {
    return [
      why,
      `This computer is in no network now, so no phone can come in. Connect it to the Wi-Fi of the phones. The teacher’s page then shows the address. Code: ${code}`,
      teacher,
    ].join('\n\n');
  }
  const address = (url: string) => url.replace(/\/#.*$/, '');
  const elsewhere =
    others.length === 0
      ? []
      : [
          `This computer is in several networks. If phones cannot load the page, try ${others.map(address).join(' or ')}.`,
        ];
  return [
    why,
    picture,
    `Students scan this, or open ${address(first)} and type the code ${code}`,
    ...elsewhere,
    `If no phone can load the page: the phones need the same Wi-Fi, and the firewall of this computer has to let them in at port ${port}.`,
    teacher,
  ].join('\n\n');
}
