import { defineWords } from '../define-words.js';

interface OfOption {
  /** The option's name. */
  readonly option: string;
}

interface OfFile {
  /** A file's name, or that of the option for one. */
  readonly file: string;
}

interface AtMost {
  /** Characters. */
  readonly most: number;
}

interface Lost {
  /** Discord's close code. */
  readonly code?: number | undefined;
  readonly shard?: { readonly id: number; readonly count: number } | undefined;
}

interface LoginsLeft {
  /** One for each shard. */
  readonly needed: number;
  readonly left: number;
  /** Until they are counted anew. */
  readonly hours: number;
}

const TIMES_EN = { one: 'time', other: 'times' };

const HOURS_EN = { one: 'hour', other: 'hours' };

const CHARACTERS_EN = { one: 'character', other: 'characters' };

/** What people are told when an interaction with Discord comes to nothing. */
export const discordErrors = defineWords({
  en: ({ count, plural }) => ({
    'option-unknown': () =>
      'The command has no such option. Discord may still show an earlier version of the command: reload Discord, then try again.',
    'option-twice': ({ option }: OfOption) => `The option “${option}” was given twice. Give it once.`,
    'option-missing': ({ option }: OfOption) =>
      `The option “${option}” is missing. Fill it in, then send the command again.`,
    'option-takes-text': ({ option }: OfOption) => `The option “${option}” takes a text. Type one.`,
    'option-takes-yes-or-no': ({ option }: OfOption) => `The option “${option}” takes True or False. Choose one.`,
    'option-takes-place': ({ option, what }: OfOption & { readonly what: 'channel' | 'role' }) =>
      `The option “${option}” takes a ${what} of this server. Choose one from Discord’s list.`,
    'option-takes-number': ({
      option,
      whole,
      least,
      most,
    }: OfOption & {
      readonly whole: boolean;
      readonly least?: number | undefined;
      readonly most?: number | undefined;
    }) => {
      const from = least === undefined ? '' : ` from ${count(least)}`;
      const to = most === undefined ? '' : ` ${least === undefined ? 'up ' : ''}to ${count(most)}`;
      return `The option “${option}” takes ${whole ? 'a whole number' : 'a number'}${from}${to}. Type one.`;
    },
    'option-takes-one-of': ({ option, choices }: OfOption & { readonly choices: readonly string[] }) =>
      `The option “${option}” takes one of these: ${choices.join('; ')}. Choose one of them.`,
    'option-too-long': ({ option, most }: OfOption & AtMost) =>
      `The option “${option}” takes up to ${plural(most, CHARACTERS_EN)}. Shorten the text, then try again.`,

    'option-takes-file': ({ option }: OfOption) => `The option “${option}” takes a file. Choose one.`,
    'text-or-file-missing': ({ option, file }: OfOption & OfFile) =>
      `There is no text. Type one in the option “${option}”, or give one as a file in the option “${file}”.`,
    'text-and-file': ({ option, file }: OfOption & OfFile) =>
      `There are two texts. Use the option “${option}” or the option “${file}”, not both.`,
    'file-too-large': ({ file }: OfFile) =>
      `The file “${file}” is too large. A file may have up to 1 MB. Choose a smaller one.`,
    'file-is-no-text': ({ file }: OfFile) =>
      `The file “${file}” is not a text that can be read. Choose a text file, such as .txt or .md, saved as UTF-8.`,
    'file-not-fetched': ({ file }: OfFile) => `The file “${file}” could not be fetched from Discord. Send it again.`,
    'blocked-by-automod': () =>
      'The AutoMod of this server blocked the reply, because it has a word that is not allowed here. Use another text, or ask who manages the server.',
    'blocked-by-link-filter': () =>
      'Discord blocked the reply, because it takes a link in it for harmful. Use a text without links.',
    'bot-may-not-write': () =>
      'Discord does not let the bot write here. Ask who manages this server to let it see this channel and send messages in it.',
    'thread-closed': () =>
      'This thread is closed, so the reply cannot be shown here. Open it again, or use the command in a channel.',
    'form-outdated': () => 'This form is not the one that was opened. Open it again.',
    'field-missing': ({ field }: { readonly field: string }) =>
      `The field “${field}” is missing. Open the form again and fill it in.`,
    'field-too-long': ({ field = 'text', most }: AtMost & { readonly field?: string | undefined }) =>
      `The field “${field}” takes up to ${plural(most, CHARACTERS_EN)}. Shorten the text, then try again.`,

    'button-outdated': () => 'This reply is from an earlier version of Tokenscope. Run the command again.',
    'message-not-sent-along': () => 'Discord did not send the message along. Try again.',
    'message-too-long': () => 'This message is too long. Choose a shorter one.',
    'message-says-nothing': () =>
      'I read no words in your message. Write what you want to ask, or answer one of my replies to go on with it.',
    'answered-message-unseen': () =>
      'Discord does not show me the message that you answered. Copy its text into yours, and mention me again.',
    'several-answers-to-go-on-from': () =>
      'There are several answers in that message. Choose “Ask on” for one of them in its menu.',
    'reply-still-grows': () => 'That reply is not finished yet. Answer it once it is.',
    'no-thread-in-direct': () =>
      'Threads are only on servers. The conversation goes on here: answer the reply, or press “Ask on…”.',
    'no-thread-in-thread': () =>
      'This is a thread already, and a thread has no threads. The conversation goes on here: answer the reply, or press “Ask on…”.',
    'no-thread-as-guest': () =>
      'I am not on this server, so I cannot open a thread. Press “Ask on…” to go on with the conversation.',
    'no-thread-allowed': () =>
      'I may not open threads here. Somebody who manages the server can allow it: Create Public Threads, and Send Messages in Threads. The conversation goes on here: press “Ask on…”.',
    'no-thread': () => 'Discord opened no thread. The conversation goes on here: press “Ask on…”.',
    'not-one-entry': () => 'Choose one entry of the menu.',

    'run-too-slow': () => 'This took longer than Discord waits (15 minutes) and was ended. Ask for less at once.',
    'later-reply-too-slow': () => 'This took longer than Discord waits (15 minutes).',
    'message-deleted': () => 'The message was deleted.',
    'stopped-by': ({ name }: { readonly name?: string | undefined }) =>
      name === undefined ? 'Stopped.' : `Stopped by ${name}.`,
    'nothing-to-stop': () => 'This is already finished, so there is nothing to stop.',
    'stop-not-heard': () =>
      'The part of Tokenscope that writes this reply does not answer now. Press Stop again in a moment. If that part has ended, the reply says so within a minute.',
    'not-theirs-to-run-again': () =>
      'Only who asked for this can run it again, because it uses their words. Type the command yourself.',
    'not-kept-to-run-again': () => 'This ran again already, or it is no longer kept. Type the command again.',
    'not-theirs-to-stop': ({ owner }: { readonly owner: string }) =>
      `Only ${owner}, who started this, or somebody who manages the channel can stop it.`,
    'bot-restarts': () => 'Tokenscope is restarting. Try again in a minute.',
    'reply-ends-with-restart': () => 'Tokenscope is restarting.',
    'run-ends-with-bot': () => 'Tokenscope was stopped before this was finished. Run it again in a minute.',
    'reply-ends-with-bot': () => 'Tokenscope was stopped.',

    'token-refused': ({ where }: { readonly where: string }) =>
      `${where} does not accept DISCORD_TOKEN. Copy it again from the developer portal (page Bot, Reset Token), or leave it out to use the playground.`,
    'no-login': ({ where, reason }: { readonly where: string; readonly reason: string }) =>
      `The bot cannot log in at ${where}: ${reason}. Check the network, HTTPS_PROXY and DISCORD_API_URL.`,
    'public-key-of-another': () =>
      'DISCORD_PUBLIC_KEY is not the key of the application that DISCORD_TOKEN belongs to. Copy it from the developer portal (page General Information), or leave it out: Discord is then asked for it.',
    'no-public-key': ({ where }: { readonly where: string }) =>
      `${where} did not tell the key that interactions are signed with. Copy it from the developer portal (page General Information) to DISCORD_PUBLIC_KEY.`,
    'discord-silent': ({
      where,
      awaited,
      seconds,
    }: {
      readonly where: string;
      readonly awaited: 'api' | 'gateway' | 'commands';
      readonly seconds: number;
    }) => {
      const what = { api: 'its API', gateway: 'its gateway', commands: 'its list of commands' }[awaited];
      return `${where} does not answer: for ${seconds} s the bot has waited for ${what}. Check the network, HTTPS_PROXY and DISCORD_API_URL, and start the bot again.`;
    },
    'discord-lost': ({ code, shard }: Lost) => {
      const whose = shard === undefined || shard.count === 1 ? 'the connection' : `shard ${shard.id} of ${shard.count}`;
      return `Discord has closed ${whose} for good${code === undefined ? '' : ` (code ${code})`}. ${afterLoss(code)}`;
    },
    'no-logins-left': ({ needed, left, hours }: LoginsLeft) =>
      `Discord lets the bot log in ${plural(left, TIMES_EN)} more today, and it needs ${count(needed)}, one for each shard. Wait ${plural(hours, HOURS_EN)}, and see why it restarts so often.`,
  }),
});

/** What to do once Discord has closed a connection: https://discord.com/developers/docs/topics/opcodes-and-status-codes */
function afterLoss(code: number | undefined): string {
  switch (code) {
    case 4004:
      return 'DISCORD_TOKEN is no longer valid. Copy the new one from the developer portal (page Bot).';
    case 4010:
      return 'It knows no such shard. Check SHARDS: it must be the same number of shards in all processes, and shards are counted from 0.';
    case 4011:
      return 'It asks for more shards, because the bot is on many servers. Set SHARDS=auto, or a larger number in all processes, and start the bot again.';
    case 4012:
    case 4013:
    case 4014:
      return 'It does not give the bot what this version asks for. Install the newest version of Tokenscope, and start the bot again.';
    default:
      return 'Start the bot again.';
  }
}
