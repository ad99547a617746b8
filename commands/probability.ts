import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskPress } from '../src/lesson/command/definition.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { castVote, closeBallot, forgetVote, openBallot } from '../src/lesson/room/ballot.js';
import type { Services } from '../src/services.js';
import { explainRoom } from './probability/explain.js';
import { countFollowers } from './probability/followers/ask.js';
import { explainFollowers } from './probability/followers/explain.js';
import { followersInFull } from './probability/followers/in-full.js';
import { shorterEndings } from './probability/followers/told.js';
import { PROMPT, viewFollowers, wordsForm } from './probability/followers/view.js';
import { followerWords } from './probability/followers/words.js';
import { roomInFull } from './probability/in-full.js';
import {
  ANSWERS,
  type ProbabilityResult,
  probabilityResult,
  type RoomResult,
  roomOf,
  type WordsResult,
  wordsOf,
} from './probability/result.js';
import { viewAnswered, viewRoom } from './probability/view.js';
import { probabilityWords } from './probability/words.js';

/** A question has to fit into the line of what was asked, shortened. */
const MAX_QUESTION = 100;

export const probability = defineCommand({
  name: 'probability',
  description: (locale) => probabilityWords(locale).description,
  options: {
    first: {
      type: 'string',
      description: (locale) => probabilityWords(locale).first(probabilityWords(locale).standard[0]),
      maxLength: MAX_QUESTION,
    },
    second: {
      type: 'string',
      description: (locale) => probabilityWords(locale).second(probabilityWords(locale).standard[1]),
      maxLength: MAX_QUESTION,
    },
  },
  needs: 'nothing',
  leadsTo: ['nextword', 'generate', 'surprise', 'tokenize'],
  link: (locale) => probabilityWords(locale).link,
  hint: (locale) => probabilityWords(locale).hint,
  explain: (result, place) => (result.kind === 'room' ? explainRoom(result, place) : explainFollowers(result, place)),
  result: { version: 1, schema: probabilityResult },
  async ask(options, context): Promise<RoomResult> {
    const [first, second] = probabilityWords(context.locale).standard;
    return {
      kind: 'room',
      first: questionOr(options.first, first),
      second: questionOr(options.second, second),
      ballot: openBallot(context),
      wantsSample: false,
    };
  },
  from: {
    takes: ({ prompt, asQuestion }) => prompt.trim() !== '' && asQuestion === undefined,
    ask: ({ prompt, sampling }, context, services) => countFollowers({ prompt, sampling }, context, services),
  },
  forget: (result, person) =>
    result.kind === 'room' ? { ...result, ballot: forgetVote(result.ballot, person) } : result,
  view: (result, place) => (result.kind === 'room' ? viewRoom(result, place) : viewFollowers(result, place)),
  subject: subjectOf,
  actions: {
    answer: {
      kind: 'add',
      async ask(_, { user, value }) {
        const answers = ANSWERS.find((one) => one === value);
        if (answers === undefined) throw new UserError('not-opened-from-here');
        return inRoom((latest) => ({ ...latest, ballot: castVote(latest.ballot, user, answers) }));
      },
      aside: (result, press, place) => viewAnswered(roomOf(result), press, place),
    },
    close: {
      kind: 'add',
      ask: async (_, press) => inRoom((latest) => ({ ...latest, ballot: closeBallot(latest.ballot, press) })),
    },
    given: {
      kind: 'add',
      async ask(_, { value }) {
        const given = value === 'first' || value === 'second' ? value : undefined;
        return inRoom((latest) => ({ ...latest, given }));
      },
    },
    class: {
      kind: 'add',
      ask: async (_, { value }) => inRoom((latest) => ({ ...latest, wantsSample: value === 'sample' })),
    },
    words: {
      kind: 'begin',
      respond: 'reply',
      ask: (_, press, services) => countFollowers({ prompt: followerWords(press.locale).standard }, press, services),
    },
    'other-words': {
      kind: 'move',
      keepsWords: true,
      form: wordsForm,
      move: (result, press, services) => count(result, press.fields[PROMPT] ?? '', press, services),
    },
    shorter: {
      kind: 'move',
      move: (result, press, services) => count(result, shorterOf(result), press, services),
    },
    ending: {
      kind: 'move',
      move(result, press, services) {
        const ending = shorterEndings(wordsOf(result))[Number(press.choice)];
        return count(result, ending?.text, press, services);
      },
    },
    /** What **Explain** proposes, as a reply of its own. */
    try: {
      kind: 'begin',
      respond: 'reply',
      ask(result, press, services) {
        const { unseen, standard } = followerWords(press.locale);
        const prompts: Readonly<Record<string, () => string | undefined>> = {
          unseen: () => unseen,
          standard: () => standard,
          shorter: () => shorterOf(result),
        };
        return count(result, prompts[press.value ?? '']?.(), press, services);
      },
    },
  },
});

function questionOr(typed: string | undefined, standard: string): string {
  const question = typed?.trim().replace(/\s+/g, ' ') ?? '';
  return question === '' ? standard : question;
}

/** Changes what a room is asked, whatever others answer at the same time. */
function inRoom(change: (latest: RoomResult) => RoomResult): (latest: ProbabilityResult) => ProbabilityResult {
  return (latest) => change(roomOf(latest));
}

function shorterOf(result: ProbabilityResult): string | undefined {
  return shorterEndings(wordsOf(result))[0]?.text;
}

/** Counts other words than before. */
function count(
  result: ProbabilityResult,
  prompt: string | undefined,
  press: AskPress,
  services: Services,
): Promise<WordsResult> {
  if (prompt === undefined) throw new UserError('not-opened-from-here');
  return countFollowers({ prompt, sampling: wordsOf(result).sampling }, press, services);
}

/** The words before, for other commands; a room's questions are no prompt. */
function subjectOf(result: ProbabilityResult): Subject {
  if (result.kind === 'room') return { prompt: '', asQuestion: {}, inFull: (locale) => roomInFull(result, locale) };
  const { prompt, sampling } = result;
  return { prompt, sampling, inFull: (locale) => followersInFull(result, locale) };
}
