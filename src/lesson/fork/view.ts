import { codeBlock, inlineCode, plain } from '../../discord/markdown.js';
import { type Block, menu, type Reply, text } from '../../discord/reply.js';
import { placeIn } from '../../domain/find-token.js';
import { joinTokens } from '../../domain/join-tokens.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import type { Services } from '../../services.js';
import { formatPercent } from '../../words/format.js';
import { MEASURED } from '../asking/reply-scale.js';
import { drawPicture } from '../draw-picture.js';
import { lookButtons } from '../looks.js';
import { quote } from '../text/quote.js';
import { shownText } from '../text/shown-text.js';
import { endsText, tokenLabel } from '../text/token-label.js';
import { branchTokens, type ForkPlace, type ForkRun, forceable, forkPlaces, MAX_BRANCHES } from './run.js';
import { forkTree } from './tree.js';

/** A longer menu hides what is uncertain among what is not. */
const MAX_PLACES_SHOWN = 12;

/** A run as it is stored. */
export interface KeptFork {
  readonly run: ForkRun;
  readonly runId: string;
  readonly revision: number;
}

/** The branch that is read, what else could have stood at one place of it, and the tree of all branches. */
export async function presentFork(
  { run, runId, revision }: KeptFork,
  signal: AbortSignal,
  services: Services,
  note?: string,
): Promise<Reply> {
  const places = forkPlaces(run, run.current);
  const chosen = places.find(({ place }) => place === run.place);
  const broken = run.branches[run.current]?.broken;
  const isTree = run.branches.length > 1;
  const lines = run.branches.map((_, branch) => branchLine(run, branch));
  return {
    blocks: [
      text(`**Why this word?**\n${quote(startOf(run))}`),
      text(codeBlock(shownText(joinTokens(branchTokens(run, run.current).filter((token) => !endsText(token)))))),
      ...(broken === undefined ? [] : [text(`**The branch breaks off here.** ${plain(broken)}`)]),
      ...(note === undefined ? [] : [text(plain(note))]),
      ...(isTree && !signal.aborted ? [(await drawPicture(services, forkTree(run), 'branches', signal)).picture] : []),
      ...(isTree ? [text(codeBlock(lines.join('\n')))] : []),
      text(describePlace(run, chosen)),
      ...(chosen === undefined ? [] : [text(codeBlock(placeLines(chosen).join('\n')))]),
      ...menus(run, runId, revision, places, chosen),
      ...(await looks(run, chosen, services)),
    ],
  };
}

/** What the text was asked for with. */
export function startOf({ asked }: ForkRun): string {
  return asked.kind === 'text' ? asked.prompt : asked.question;
}

function describePlace(run: ForkRun, chosen: ForkPlace | undefined): string {
  const measured = `-# Probabilities ${run.scale === 'raw' ? 'are the model’s own, before temperature and cuts' : MEASURED[run.scale]}.`;
  if (chosen === undefined) return `Pick a token in the menu to see what else could have stood there.\n${measured}`;
  const { place, token, probability } = chosen;
  const share = probability === undefined ? '' : `, to which the model gave **${formatPercent(probability)}**`;
  return `**At token ${place + 1} stands ${inlineCode(tokenLabel(token))}**${share}. What else could have stood there? Force one of these, and the model goes on from it.\n${measured}`;
}

function placeLines({ candidates, hiddenMass, token }: ForkPlace): string[] {
  const here = placeIn(candidates, token);
  return [
    ...candidates.map((one, at) => {
      const words = `${percent(one)}  ${tokenLabel(one)}`;
      return at === here ? `${words}   ◀ stands here` : words;
    }),
    `${formatPercent(Math.min(1, hiddenMass)).padStart(7)}  all other tokens together`,
  ];
}

function percent({ logprob }: { readonly logprob: number }): string {
  return formatPercent(probabilityOf(logprob)).padStart(7);
}

/** Where a branch left, and with which token, as the tree has it. */
function branchLine(run: ForkRun, branch: number): string {
  const { from } = run.branches[branch] ?? {};
  const start = `${branch === run.current ? '▶' : ' '} ${branch + 1}.`;
  if (from === undefined) return `${start} as it was written`;
  const [forced, first] = [branch, from.branch].map((one) => at(run, one, from.place));
  return `${start} token ${from.place + 1}: ${forced} instead of ${first}`;
}

/** A token of a branch with its probability. */
function at(run: ForkRun, branch: number, place: number): string {
  const known = forkPlaces(run, branch).find((one) => one.place === place);
  const token = known?.token ?? branchTokens(run, branch)[place];
  const label = token === undefined ? '(the end)' : tokenLabel(token);
  return known?.probability === undefined ? label : `${label} ${formatPercent(known.probability)}`;
}

function menus(
  run: ForkRun,
  runId: string,
  revision: number,
  places: readonly ForkPlace[],
  chosen: ForkPlace | undefined,
): Block[] {
  const value = String(revision);
  const isFull = run.branches.length >= MAX_BRANCHES;
  return [
    menu({
      action: 'forkplace',
      runId,
      value,
      placeholder: 'Look at another token…',
      choices: places
        .filter((place, rank) => rank < MAX_PLACES_SHOWN || place === chosen)
        .map((place) => ({
          label: `Token ${place.place + 1}: ${tokenLabel(place.token)}${place.probability === undefined ? '' : ` ${formatPercent(place.probability)}`}`,
          value: String(place.place),
          description: `or ${runnerUp(place)}`,
          selected: place.place === chosen?.place,
        })),
    }),
    ...(isFull
      ? [text(`-# The tree has ${MAX_BRANCHES} branches and is full. Start a new one from the first message.`)]
      : []),
    ...(chosen === undefined || isFull
      ? []
      : [
          menu({
            action: 'forktoken',
            runId,
            value,
            placeholder: `Force another token at ${chosen.place + 1}…`,
            choices: forceable(chosen).map((one, at) => ({
              label: tokenLabel(one),
              value: String(at),
              description: percent(one).trim(),
            })),
          }),
        ]),
    ...(run.branches.length === 1
      ? []
      : [
          menu({
            action: 'forkbranch',
            runId,
            value,
            placeholder: 'Read another branch…',
            choices: run.branches.map((_, branch) => ({
              label: branchLine(run, branch).slice(2),
              value: String(branch),
              selected: branch === run.current,
            })),
          }),
        ]),
  ];
}

function runnerUp(place: ForkPlace): string {
  const here = placeIn(place.candidates, place.token);
  const other = place.candidates.find((_, at) => at !== here);
  return other === undefined ? '' : `${tokenLabel(other)} ${percent(other).trim()}`;
}

/** Buttons that open other commands: on the text before the place, and for a reply on the question. */
async function looks(
  { asked, model, ...run }: ForkRun,
  chosen: ForkPlace | undefined,
  services: Services,
): Promise<Block[]> {
  if (asked.kind === 'text') {
    const before = joinTokens(branchTokens(run, run.current).slice(0, chosen?.place ?? 0));
    return [
      await lookButtons(
        services,
        { prompt: asked.prompt + before, model },
        'nextword',
        'temperature',
        'sampling',
        'dice',
      ),
    ];
  }
  const { question, system } = asked;
  return [
    text('-# These look at the first token of a reply to the question:'),
    await lookButtons(services, { prompt: question, model, asQuestion: { system } }, 'temperature', 'sampling', 'dice'),
  ];
}
