import { type Button, type GoOnEntry, picture, text } from '../../src/discord/reply.js';
import type { AskPress, Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { voteOf, votesIn } from '../../src/lesson/room/ballot.js';
import { nameQuestions } from './names.js';
import { ANSWERS, countedIn, type Question, type RoomResult, SAMPLE_CLASS, showsSample } from './result.js';
import { roomSentence } from './sentence.js';
import { type Names, probabilityWords } from './words.js';

/** So few answers can be guessed from a picture that changes with each. */
const FEW = 4;

/** What the room says to both questions, and the buttons to say it. */
export function viewRoom(result: RoomResult, place: Place): View {
  const { runId, locale } = place;
  const words = probabilityWords(locale);
  const { first, second, ballot } = result;
  const { names, areLetters } = nameQuestions(first, second);
  return layOut(
    {
      asked: words.asked(first, second, areLetters ? names : undefined),
      picture: roomPicture(result, names, locale),
      sentence: roomSentence(result, names, locale),
      buttons: ballot.isClosed ? closedButtons(result, names, place) : answerButtons(names, place),
      goOn: entries(result, names, { runId, locale }),
      smallPrint: smallPrintOf(result, locale),
    },
    place,
  );
}

function roomPicture(result: RoomResult, names: Names, locale: string) {
  const words = probabilityWords(locale);
  const sums = countedIn(result);
  const { given } = result;
  const [name, other] = given === 'first' ? [names[1], names[0]] : names;
  const labels = words.groups(names);
  return picture('probability', {
    kind: 'two-questions',
    title: given === undefined ? words.title : words.titleGiven(name, other),
    aside: showsSample(result) ? words.sampleAside(sums.all) : words.roomAside(sums.all),
    names,
    groups: ANSWERS.map((answers) => ({ answers, label: labels[answers], count: sums[answers] })),
    given,
  });
}

function answerButtons(names: Names, { runId, locale }: Place): Button[] {
  const labels = probabilityWords(locale).answers(names);
  return ANSWERS.map((answers) => ({ action: 'answer', runId, value: answers, label: labels[answers] }));
}

/** Whom to look at, and how it goes on, where nobody answers any more. */
function closedButtons(result: RoomResult, names: Names, { runId, locale }: Place): Button[] {
  const { withWords } = probabilityWords(locale);
  const sights = sightEntries(result, names, { runId, locale });
  return [
    { action: 'words', runId, label: withWords, style: 'primary' },
    ...sights.map(({ button, action, value }) => ({ label: button, action, runId, value })),
  ];
}

type On = Pick<Place, 'runId' | 'locale'>;

function entries(result: RoomResult, names: Names, on: On): GoOnEntry[] {
  const words = probabilityWords(on.locale);
  const { runId } = on;
  const { ballot } = result;
  const withWords = { action: 'words', runId, label: words.withWords, description: words.withWordsHint };
  const close = { action: 'close', runId, label: words.close, description: words.closeHint };
  return [
    ...(ballot.isClosed ? [] : [...sightEntries(result, names, on), withWords]),
    ...classEntries(result, on),
    ...(ballot.isClosed ? [] : [close]),
  ];
}

/** Whom to look at; `button`: the same with less room. */
function sightEntries(
  { given }: RoomResult,
  [first, second]: Names,
  { runId, locale }: On,
): (GoOnEntry & { readonly button: string })[] {
  const words = probabilityWords(locale);
  const only = (question: Question, name: string, other: string) =>
    given === question
      ? []
      : [
          {
            action: 'given',
            runId,
            value: question,
            label: words.onlyGiven(name),
            button: words.given(name),
            description: words.onlyGivenHint(other),
          },
        ];
  return [
    ...only('second', second, first),
    ...only('first', first, second),
    ...(given === undefined
      ? []
      : [
          {
            action: 'given',
            runId,
            value: 'all',
            label: words.everybody,
            button: words.everybody,
            description: words.everybodyHint,
          },
        ]),
  ];
}

function classEntries(result: RoomResult, { runId, locale }: On): GoOnEntry[] {
  const words = probabilityWords(locale);
  if (votesIn(result.ballot).length === 0) return [];
  return showsSample(result)
    ? [{ action: 'class', runId, value: 'room', label: words.room, description: words.roomHint }]
    : [{ action: 'class', runId, value: 'sample', label: words.sample, description: words.sampleHint }];
}

function smallPrintOf(result: RoomResult, locale: string): string {
  const { smallPrint } = probabilityWords(locale);
  const { ballot } = result;
  const answered = votesIn(ballot).length;
  if (showsSample(result)) {
    if (answered > 0) return smallPrint.sampleAgain(SAMPLE_CLASS.all, answered);
    return ballot.isClosed ? smallPrint.closedEmpty(SAMPLE_CLASS.all) : smallPrint.sample(SAMPLE_CLASS.all);
  }
  return ballot.isClosed ? smallPrint.closed(answered) : smallPrint.room(answered);
}

/** What only who answered is told: what they said. */
export function viewAnswered(result: RoomResult, { user }: Pick<AskPress, 'user'>, { locale }: Place): View {
  const { first, second, ballot } = result;
  const answers = voteOf(ballot, user) ?? 'neither';
  const isFew = votesIn(ballot).length < FEW;
  const { names } = nameQuestions(first, second);
  return { blocks: [text(probabilityWords(locale).aside(names, answers, isFew))] };
}
