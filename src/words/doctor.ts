import { defineWords } from './define-words.js';
import { shardsInEnglish } from './shard-names.js';

/** What `npm run doctor` says. Each sentence of a trouble ends with what to do. */
export const doctorWords = defineWords({
  en: ({ count, plural }) => ({
    begins: 'Tokenscope looks at what it needs. It changes nothing, and it reads no message of anybody.',
    line: (mark: 'well' | 'note' | 'trouble', about: string, sentence: string) =>
      `${MARKS_EN[mark]} ${about}: ${sentence}`,
    ends: (troubles: number, notes: number) =>
      troubles > 0
        ? `${plural(troubles, { one: 'thing has', other: 'things have' })} to be mended.`
        : notes > 0
          ? `Tokenscope can work. ${plural(notes, { one: 'thing is', other: 'things are' })} worth a look.`
          : 'All is well: start it with `npm start`.',
    /** An error that no check foresaw. */
    unforeseen: (why: string) => `could not be looked at (${why}).`,

    about: {
      node: 'Node.js',
      settings: 'Settings',
      database: 'Database',
      disk: 'Disk',
      pictures: 'Pictures',
      tokenizer: 'Tokenizer',
      discord: 'Discord',
      servers: 'Servers',
      shards: 'Shards',
      playground: 'Playground',
      clock: 'Clock',
      moderation: 'Moderation',
      model: (label: string) => `Model (${label})`,
    },

    node: {
      well: (version: string) => `${version} is new enough.`,
      old: (version: string, needed: string) =>
        `${version} is too old. Install Node.js ${needed} or newer from https://nodejs.org.`,
    },
    settings: {
      well: 'every variable can be read.',
    },

    disk: {
      well: (free: string) => `${free} are free where the database is.`,
      little: (free: string) =>
        `only ${free} are free where the database is. Make room, because nothing can be kept on a full disk.`,
      notWritten: (folder: string, why: string) =>
        `nothing can be written in ${folder} (${why}). Let the user who runs Tokenscope write there, or set DATABASE_URL to another place.`,
    },
    database: {
      new: (path: string) => `${path} is not there yet. The first start makes it.`,
      inMemory: 'it is in memory, so that everything is gone after a restart. DATABASE_URL says so.',
      well: (path: string, size: string, runs: number) =>
        `${path} is whole (${size}, ${plural(runs, { one: 'stored run', other: 'stored runs' })}).`,
      damaged: (path: string, why: string) =>
        `${path} is damaged (${why}). Take the last backup (\`npm run restore -- FILE\`), or start Tokenscope: it keeps what can be read.`,
      newer: (path: string) =>
        `${path} is from a newer Tokenscope. Update Tokenscope, or set DATABASE_URL to another file.`,
      notOpened: (path: string, why: string) =>
        `${path} cannot be opened (${why}). See that it is a database of Tokenscope that the user who runs it may write.`,
      newServer: (address: string, version: string) =>
        `${address} answers (PostgreSQL ${version}). The first start makes its tables.`,
      wellServer: (address: string, version: string, size: string, runs: number) =>
        `${address} answers and may be written (PostgreSQL ${version}, ${size}, ${plural(runs, { one: 'stored run', other: 'stored runs' })}).`,
      newerServer: (address: string) =>
        `${address} is from a newer Tokenscope. Update Tokenscope, or set DATABASE_URL to another database.`,
      foreign: (address: string) =>
        `${address} has tables of another program where Tokenscope’s would be. Name another schema with ?schema=… at the end of DATABASE_URL.`,
      replica: (address: string) =>
        `${address} is a copy that takes no changes. Set DATABASE_URL to the server that it copies.`,
      notAllowed: (address: string) =>
        `the user in ${address} may not make tables. Let who runs the database say: GRANT CREATE ON DATABASE … TO …; where the schema is there already, ALTER SCHEMA … OWNER TO …`,
      fewConnections: (address: string, free: number, taken: number) =>
        `${address} has ${count(free)} free connections, and each process of Tokenscope takes up to ${count(taken)}. Raise max_connections, or set ?pool=2 at the end of DATABASE_URL.`,
      open: (path: string) =>
        `other users of this computer can read ${path}, and what people wrote is in it. Run \`chmod 600 ${path}\`; the next start does it as well.`,
    },

    pictures: {
      well: 'a picture with all kinds of letters was drawn.',
      failed: (why: string) => `none can be drawn (${why}). Run \`npm ci\` again on this computer.`,
    },
    tokenizer: {
      well: 'a text was cut into tokens.',
      failed: (why: string) => `it does not work (${why}). Run \`npm ci\` again on this computer.`,
    },

    discord: {
      none: 'DISCORD_TOKEN is not set, so the playground starts instead.',
      well: (name: string) => `it takes the token, and the bot is ${name}.`,
      refused: 'it does not take DISCORD_TOKEN. Copy it again from the developer portal (page Bot, Reset Token).',
      away: (where: string, why: string) =>
        `${where} does not answer (${why}). Check the network, HTTPS_PROXY and DISCORD_API_URL.`,
      odd: (where: string, status: number) =>
        `${where} answers with status ${status} where it should say who the bot is. Check DISCORD_API_URL, and try again later.`,
      intents: 'the bot needs none of the privileged intents; there is nothing to switch on.',
      /** @param needed one for each shard */
      startsLeft: (left: number, hours: number, needed: number) =>
        left < needed && left > 0
          ? `the bot may log in ${plural(left, { one: 'more time', other: 'more times' })} today, and needs ${count(needed)}, one for each shard. Wait ${plural(hours, HOURS_EN)}, and see why it restarts so often.`
          : left === 0
            ? `the bot has logged in too often today. Wait ${plural(hours, HOURS_EN)}, and see why it restarts so often.`
            : `the bot may log in ${plural(left, { one: 'more time', other: 'more times' })} today. See why it restarts so often.`,
      commands: (known: number, wanted: number) =>
        known >= wanted
          ? `it knows ${count(known)} commands.`
          : `it knows ${count(known)} of ${count(wanted)} commands. The next start tells it the others.`,
      onNoServer: (link: string) => `the bot is on no server yet. Invite it: ${link}`,
      servers: (servers: number) =>
        `the bot is on ${plural(servers, { one: 'server', other: 'servers' })} and may do what it needs.`,
      /** @param names of permissions, as Discord's page calls them */
      lacks: (server: string, names: readonly string[]) =>
        `on “${server}” the bot may not: ${names.join(', ')}. Slash commands work all the same. For conversations, let its role do that (Server Settings, Roles).`,
      /** @param more that lack something as well */
      lacksMore: (more: number) => `so it is on ${plural(more, { one: 'more server', other: 'more servers' })}.`,
    },
    shards: {
      /** @param own those that this process serves */
      well(own: { readonly ids: readonly number[]; readonly count: number }, recommended: number) {
        const whole = own.ids.length === own.count;
        const serves = whole
          ? `this process serves ${own.count === 1 ? 'the one shard' : `all ${count(own.count)} shards`}`
          : `this process serves ${shardsInEnglish(own)}, and others must serve the rest`;
        return `${serves}; Discord recommends ${count(recommended)}.`;
      },
      tooFew: (set: number, recommended: number) =>
        `SHARDS says ${count(set)}, and Discord recommends ${count(recommended)}, because of how many servers the bot is on. Set SHARDS=auto, or that number in all processes.`,
    },
    clock: {
      well: 'it agrees with that of Discord.',
      off: (seconds: number) =>
        `it differs from Discord’s by ${plural(seconds, { one: 'second', other: 'seconds' })}. Set this computer’s time by the network.`,
    },

    playground: {
      well: (port: number) => `port ${port} is free.`,
      taken: (port: number) =>
        `port ${port} is taken: Tokenscope is running already, or another program has it. Stop that one, or set PLAYGROUND_PORT.`,
      notOpened: (port: number, why: string) =>
        `port ${port} cannot be opened (${why}). Set PLAYGROUND_PORT to another one.`,
    },

    model: {
      embedded: 'it answers. No endpoint is set, so all commands use it.',
      well: (model: string, seconds: string) => `${model} answers (${seconds} s).`,
      /** @param listed how many of the likeliest tokens come with each */
      listed: (listed: number) => `${plural(listed, { one: 'token is', other: 'tokens are' })} listed with each place.`,
      noLogprobs:
        'it tells no probabilities, so that only /ask, /compare and a few more work. See README, Connect a real model.',
      failed: (why: string) => why,
      /** @param lacking how many the other addresses of the endpoint list, of which the first are named */
      lacks: (names: readonly string[], lacking: number) =>
        `it does not list ${names.join(', ')}${lacking > names.length ? ` and ${count(lacking - names.length)} more` : ''}, as other addresses of the same endpoint do. Requests for these go to the others alone. If it should have them, start the same models there.`,
    },
    moderation: {
      well: 'the endpoint answers.',
      failed: (why: string) => `${why} Check MODERATION_BASE_URL and MODERATION_API_KEY.`,
    },
  }),
});

const MARKS_EN = { well: '  ok ', note: 'note ', trouble: 'MEND ' } as const;
const HOURS_EN = { one: 'hour', other: 'hours' };
