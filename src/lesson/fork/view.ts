import type { ProbabilityBars } from '../../charts/kinds/probability-bars/probability-bars.js';
import { inlineCode, plain } from '../../discord/markdown.js';
import { type Button, picture, text } from '../../discord/reply.js';
import { placeIn } from '../../domain/find-token.js';
import { exactly } from '../../domain/interval.js';
import { joinTokens } from '../../domain/join-tokens.js';
import type { Token } from '../../domain/token.js';
import { sentenceOf } from '../../facts.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import { shorten } from '../../words/shorten.js';
import type { Place } from '../command/definition.js';
import { layOut } from '../command/layout.js';
import type { View } from '../command/view.js';
import { askedText, askedWords } from '../text/asked-line.js';
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
  const { asked, sampling, model, branches, current } = result;
  const chosen = chosenPlace(result);
  const broken = branches[current]?.broken;
  const shared = lessonWords(locale);
  return layOut(
    {
      asked: asked.kind === 'text' ? askedText(asked.prompt) : askedWords(asked.question),
      body: [text(aroundPlace(branchTokens(result, current), chosen))],
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
      goOn: forkEntries(result, chosen, place),
      smallPrint: shared.smallPrint(
        model,
        [
          shared.sampling(sampling),
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

/** Before and behind the place, as many characters are shown. */
const MAX_AROUND = 110;

/** A text in one paragraph, with the token that is looked at set off; of a longer one what stands around it. */
function aroundPlace(tokens: readonly Token[], chosen: ForkPlace | undefined): string {
  const shown = tokens.filter((token) => !endsText(token));
  const flow = (some: readonly Token[]) => joinTokens(some).replace(/\s+/g, ' ');
  if (chosen === undefined) return plain(shorten(flow(shown).trim(), 2 * MAX_AROUND, 'end'));
  const at = chosen.place;
  const before = shorten(flow(shown.slice(0, at)).trimStart() || ' ', MAX_AROUND, 'end').trimStart();
  const after = shorten(flow(shown.slice(at + 1)) || ' ', MAX_AROUND, 'start').trimEnd();
  const label = tokenLabel(chosen.token).replace(/^·(?=.)/u, '');
  const gap = chosen.token.text.startsWith(' ') && before !== '' && !before.endsWith(' ') ? ' ' : '';
  return `${plain(before)}${gap}${inlineCode(label)}${plain(after)}`;
}

/** What could stand at a place, the most likely first. */
function placePicture({ place, candidates, hiddenMass, token }: ForkPlace, locale: string): ProbabilityBars {
  const words = forkWords(locale);
  const here = placeIn(candidates, token);
  return {
    kind: 'probability-bars',
    title: words.placeTitle(place + 1),
    bars: [
      ...candidates.map((one, at) => ({
        label: tokenLabel(one),
        probability: exactly(probabilityOf(one.logprob)),
        state: 'kept' as const,
        chosen: at === here,
      })),
      { label: words.allOthers, probability: exactly(Math.min(1, hiddenMass)), state: 'hidden' as const },
    ],
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
