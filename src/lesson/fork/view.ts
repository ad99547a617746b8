import type { ProbabilityBars } from '../../charts/kinds/probability-bars/probability-bars.js';
import { inlineCode, plain } from '../../discord/markdown.js';
import { type Button, picture } from '../../discord/reply.js';
import { placeIn } from '../../domain/find-token.js';
import { exactly } from '../../domain/interval.js';
import { joinTokens } from '../../domain/join-tokens.js';
import { sentenceOf } from '../../facts.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import { shorten } from '../../words/shorten.js';
import { askOn } from '../command/ask-on.js';
import type { Place } from '../command/definition.js';
import { layOut } from '../command/layout.js';
import type { View } from '../command/view.js';
import { endsText, tokenLabel } from '../text/token-label.js';
import { tokenName } from '../text/token-name.js';
import { lessonWords } from '../words.js';
import { branchTokens, chosenPlace, type ForkPlace, forceable, MAX_BRANCHES, placesInOrder } from './branches.js';
import { forkEntries } from './entries.js';
import type { ForkResult } from './result.js';
import { forkSentence } from './sentence.js';
import { forkTree } from './tree.js';
import { forkWords } from './words.js';

/** The branch that is read, and what else could have stood at one place of it; the tree once there are several. */
export function viewFork(result: ForkResult, place: Place): View {
  const { locale } = place;
  const words = forkWords(locale);
  const { sampling, isOwnTemperature, model, answeredBy = model, branches, current } = result;
  const chosen = chosenPlace(result);
  const broken = branches[current]?.broken;
  const shared = lessonWords(locale);
  return layOut(
    {
      asked: aroundPlace(result, chosen),
      picture:
        branches.length > 1
          ? picture('branches', forkTree(result, locale))
          : chosen && picture('place', placePicture(chosen, locale)),
      sentence: forkSentence(result, chosen, place),
      notes: [
        ...(broken === undefined ? [] : [words.breaksOff(plain(sentenceOf(broken, locale)))]),
        ...(branches.length >= MAX_BRANCHES ? [words.full(MAX_BRANCHES)] : []),
      ],
      buttons: moves(result, chosen, place),
      goOn: [
        ...(result.asked.kind === 'reply' ? [{ ...askOn(place.runId, 'fork'), label: shared.askOn }] : []),
        ...forkEntries(result, chosen, place),
      ],
      smallPrint: shared.smallPrint(
        answeredBy,
        [
          shared.sampling({ ...sampling, isOwnTemperature }),
          ...(sampling.seed === undefined || sampling.temperature === 0 ? [] : [words.seedUsed(sampling.seed)]),
        ].join(' · '),
      ),
    },
    place,
  );
}

/** What the text was asked for with. */
export function startOf({ asked }: ForkResult): string {
  return asked.kind === 'text' ? asked.prompt : asked.question;
}

/** Before and behind the place, as many characters are shown: more of a branch, which is there to be read. */
const MAX_AROUND = { one: 36, several: 110 };

/** A text in one paragraph, with the token that is looked at set off; of a longer one what stands around it. */
function aroundPlace({ asked, branches, current }: ForkResult, chosen: ForkPlace | undefined): string {
  const most = branches.length === 1 ? MAX_AROUND.one : MAX_AROUND.several;
  const shown = branchTokens({ branches }, current).filter((token) => !endsText(token));
  const start = asked.kind === 'text' ? asked.prompt : '';
  const flow = (text: string) => text.replace(/\s+/g, ' ');
  if (chosen === undefined) return plain(shorten(flow(start + joinTokens(shown)).trim(), 2 * most, 'end'));
  const { place, token } = chosen;
  const before = flow(start + joinTokens(shown.slice(0, place))).trimStart();
  const after = flow(joinTokens(shown.slice(place + 1))).trimEnd();
  const hasSpace = token.text.startsWith(' ');
  const label = hasSpace ? tokenLabel(token).replace(/^·(?=.)/u, '') : tokenLabel(token);
  const gap = hasSpace && before !== '' && !before.endsWith(' ') ? ' ' : '';
  return `${plain(shorten(before, most, 'end'))}${gap}${inlineCode(label)}${plain(shorten(after, most, 'start'))}`;
}

/** Rows of a picture that leaves room for the rest of the reply; what stands there has one of them. */
const MAX_ROWS = 5;

/** What could stand at a place, the most likely first. */
function placePicture({ place, candidates, hiddenMass, token }: ForkPlace, locale: string): ProbabilityBars {
  const words = forkWords(locale);
  const here = placeIn(candidates, token);
  const rows = candidates.map((one, at) => ({
    label: tokenLabel(one),
    probability: exactly(probabilityOf(one.logprob)),
    state: 'kept' as const,
    chosen: at === here,
  }));
  const isBelow = here !== undefined && here >= MAX_ROWS;
  const shown = rows.filter(({ chosen }, at) => chosen || at < (isBelow ? MAX_ROWS - 1 : MAX_ROWS));
  const left = rows
    .filter((row) => !shown.includes(row))
    .reduce((sum, { probability }) => sum + probability.high, hiddenMass);
  return {
    kind: 'probability-bars',
    title: words.placeTitle(place + 1),
    bars: [...shown, { label: words.allOthers, probability: exactly(Math.min(1, left)), state: 'hidden' as const }],
  };
}

function moves(result: ForkResult, chosen: ForkPlace | undefined, { runId, revision, locale }: Place): Button[] {
  const words = forkWords(locale);
  const on = { runId, value: String(revision) };
  const places = placesInOrder(result);
  const at = places.findIndex(({ place }) => place === chosen?.place);
  const [first] = chosen === undefined ? [] : forceable(chosen);
  const isFull = result.branches.length >= MAX_BRANCHES;
  return [
    ...(first === undefined
      ? []
      : [
          {
            action: 'write',
            ...on,
            label: words.write(tokenName(first, locale)),
            style: 'primary' as const,
            disabled: isFull,
          },
        ]),
    { action: 'earlier', ...on, label: words.earlier, disabled: at <= 0 },
    { action: 'later', ...on, label: words.later, disabled: at === -1 || at >= places.length - 1 },
  ];
}
