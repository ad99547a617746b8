import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import type { Command, RunContext } from '../command.js';
import { shownFileName } from '../markdown.js';
import { FILE_OPTION, type SentFile, type SentOption } from '../options.js';
import { messageWords } from '../present/words.js';
import { type Reply, text as textBlock } from '../reply.js';
import { checkTextFile, isTextFile, type TextFiles } from './text-files.js';

/** What is run on a text that is read from files first. */
export interface FileRun {
  /** What the files say, as much of it as is used. */
  readonly texts: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly run: (context: RunContext, services: Services) => Promise<Reply>;
}

/** What a text from files is used for. */
interface Use {
  readonly files: readonly SentFile[];
  /** What stands before them, such as the message that they are on. */
  readonly before: string;
  /** Characters that are used at most; what is more is cut off, and the reply says so. */
  readonly most: number;
  readonly run: (text: string, context: RunContext, services: Services) => Promise<Reply>;
}

/** Runs something on what files say; they are read once. */
function onFiles({ files, before, most, run }: Use, reader: TextFiles): FileRun {
  let reading: Promise<{ readonly text: string; readonly of: number }> | undefined;
  const read = (signal: AbortSignal) => {
    reading ??= (async () => {
      const texts = [before, ...(await Promise.all(files.map((file) => reader.read(file, signal))))];
      const whole = texts.filter((text) => text !== '').join('\n');
      const characters = Array.from(whole);
      return { text: characters.slice(0, most).join(''), of: characters.length };
    })();
    return reading;
  };
  return {
    texts: async (signal) => [(await read(signal)).text],
    async run(context, services) {
      const { text, of } = await read(context.signal);
      const reply = await run(text, context, services);
      if (of <= most) return reply;
      const note = messageWords(context.locale).textCut(
        files.map(({ name }) => shownFileName(name)),
        most,
        of,
      );
      return { ...reply, blocks: [...reply.blocks, textBlock(note)] };
    },
  };
}

/** What Discord itself lets through where a command says nothing. */
const MAX_STRING = 6000;

/**
 * A slash command whose text comes as a file.
 *
 * @returns undefined where no file was given
 * @throws UserError for what the command does not take
 */
export function slashWithFile(command: Command, sent: readonly SentOption[], reader: TextFiles): FileRun | undefined {
  const given = sent.find(({ name }) => name === FILE_OPTION);
  const [option, spec] = Object.entries(command.options).find(([, one]) => one.type === 'string' && one.file) ?? [];
  if (given === undefined || option === undefined || spec?.type !== 'string') return undefined;
  const { file } = given;
  if (file === undefined) throw new UserError('option-takes-file', { option: FILE_OPTION });
  if (sent.some(({ name }) => name === option)) throw new UserError('text-and-file', { option, file: FILE_OPTION });
  checkTextFile(file);
  const others = sent.filter((one) => one !== given);
  const withText = (value: string) => command.prepare([...others, { name: option, value }]);
  // The other options are wrong before anything is fetched.
  withText(' ');
  const most = spec.maxLength ?? MAX_STRING;
  const run: Use['run'] = (text, context, services) => withText(text)(context, services);
  return onFiles({ files: [file], before: '', most, run }, reader);
}

/** A message's command on a message that has files with text. @returns undefined where it has none */
export function menuWithFiles(
  menu: NonNullable<Command['messageMenu']>,
  message: { readonly text: string; readonly files: readonly SentFile[]; readonly most: number },
  reader: TextFiles,
): FileRun | undefined {
  const files = message.files.filter(isTextFile);
  if (files.length === 0) return undefined;
  for (const file of files) checkTextFile(file);
  const run: Use['run'] = (text, context, services) => menu.run({ ...context, text }, services);
  return onFiles({ files, before: message.text, most: message.most, run }, reader);
}
