import { codeBlock, plain } from '../../src/discord/markdown.js';
import { type Block, type Button, buttons, passing, type Reply, text } from '../../src/discord/reply.js';
import { TAKES_NO_TEMPERATURE } from '../../src/lesson/asking/reply-scale.js';
import { takeTurns } from '../../src/lesson/asking/take-turns.js';
import { describeModel } from '../../src/lesson/describe/describe-model.js';
import { explainButton } from '../../src/lesson/explain.js';
import { lookButtons } from '../../src/lesson/looks.js';
import { describeTemperature } from '../../src/lesson/options/sampling-options.js';
import { quote } from '../../src/lesson/text/quote.js';
import { replyText } from '../../src/lesson/text/reply-text.js';
import { shownText } from '../../src/lesson/text/shown-text.js';
import { endsText } from '../../src/lesson/text/token-label.js';
import type { Services } from '../../src/services.js';
import { plural } from '../../src/words/plural.js';
import { compareFirstTokens, type FirstTokens } from './first.js';
import { firstTokenBlocks } from './first-view.js';
import { columnName, nameOf } from './names.js';
import { describeParting } from './parting.js';
import { type Column, type Compared, type Comparison, replay } from './run.js';
import { describeOverlap } from './verdict.js';

/** The texts while they are written. */
export function presentProgress({ comparison, columns }: Compared): Reply {
  return { blocks: [promptBlock(comparison), ...columns.flatMap((column) => textBlocks(comparison, column))] };
}

/** The texts, where they part, and the first token's distributions beside each other. */
export async function presentComparison(
  compared: Compared,
  runId: string,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const { comparison, columns, notices } = compared;
  const known = columns.flatMap(({ setting, first, finished }) =>
    first === undefined ? [] : [{ setting, ...first, drawn: finished?.tokens?.[0] }],
  );
  const isTempered = comparison.what === 'temperatures';
  const columnOf = ({ setting, distribution, drawn }: (typeof known)[number]) => ({
    title: columnName(comparison.what, setting, known.length),
    distribution,
    temperature: isTempered ? setting.temperature : 1,
    drawn,
  });
  const firsts = await takeTurns(compareFirstTokens(known.map(columnOf), comparison.what !== 'models'));
  const names = known.map(({ setting }) => nameOf(comparison.what, setting));
  return {
    tone: columns.some(({ broken }) => broken !== undefined) ? 'error' : 'normal',
    blocks: [
      ...presentProgress(compared).blocks,
      ...verdictBlocks(compared, firsts, names),
      ...(await firstTokenBlocks(comparison, firsts, signal, services)),
      text(
        [
          ...notices.map((notice) => `-# ${plain(notice)}`),
          ...(firsts.columns.length < known.length ? [`-# ${UNTOLD}`] : []),
          ...factLines(compared, services),
        ].join('\n'),
      ),
      buttons({ action: 'reseed', runId, label: 'Another seed', style: 'primary' }, explainButton),
      buttons(...detailButtons(compared)),
      await lookButtons(services, lookAt(comparison), 'temperature', 'sampling', 'dice'),
    ],
  };
}

function promptBlock({ prompt }: Comparison): Block {
  return text(quote(prompt));
}

const ENDS = { model: 'ended by itself', limit: 'cut at the limit', endpoint: 'ended by the endpoint' } as const;

function textBlocks(comparison: Comparison, { setting, text: soFar, finished, broken }: Column): Block[] {
  const written = soFar();
  const hint = comparison.what === 'temperatures' ? ` · ${describeTemperature(setting.temperature)}` : '';
  const ending = (): string => {
    if (broken !== undefined) return `**It breaks off here.** ${plain(broken)}`;
    if (finished === undefined) return '-# …';
    const { tokens, end } = finished;
    const length = tokens === undefined ? [] : [plural(tokens.filter((token) => !endsText(token)).length, 'token')];
    return `-# ${[...length, ENDS[end]].join(' · ')}`;
  };
  const name = `**${plain(nameOf(comparison.what, setting))}**${hint}`;
  // Where no column came to anything, one sentence for all takes their place.
  if (written === '' && finished === undefined) return [passing(name), passing(ending())];
  const shown = setting.as === 'question' ? replyText(written) : text(codeBlock(shownText(written)));
  return [text(name), shown, text(ending())];
}

/** The verdict in one line. */
function verdictBlocks({ comparison, columns }: Compared, { pairs }: FirstTokens, names: readonly string[]): Block[] {
  const texts = columns.flatMap(({ setting, finished }) =>
    finished === undefined ? [] : [{ ...finished, name: nameOf(comparison.what, setting) }],
  );
  const parting = texts.length < 2 ? undefined : describeParting(texts, comparison.what !== 'models');
  const verdict = [parting, describeOverlap(pairs, names)].flatMap((part) => part ?? []).join('; ');
  return verdict === '' ? [] : [text(`${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}.`)];
}

const UNTOLD =
  'Of some columns the endpoint does not tell which token is the likeliest, so these have no place in the picture.';

const TOO_SMALL = 'The model that comes with Tokenscope is too small to follow a system prompt; a larger one can.';

const OTHER_VOCABULARY =
  'Models cut text into tokens each in its own way: tokens count as the same here where their text is.';

function factLines({ comparison, columns }: Compared, { model: { endpoint } }: Services): string[] {
  const { what, maxTokens, seed, settings } = comparison;
  const models = new Set(columns.flatMap(({ finished, first }) => finished?.model ?? first?.distribution.model ?? []));
  const isOwn = columns.every(({ first }) => first === undefined || first.distribution.scale === 'raw');
  const [setting] = settings;
  const facts = [
    ...(what === 'models' ? [plain(endpoint.label)] : [...models].map((model) => describeModel(model, endpoint))),
    ...(what === 'temperatures' ? [] : [`temperature ${setting?.temperature}`]),
    `seed ${seed}`,
    `at most ${plural(maxTokens, 'token')}`,
    ...(what !== 'systems' && setting?.system !== undefined ? ['with a system prompt'] : []),
  ];
  return [
    ...(what === 'systems' && endpoint.tiny ? [`-# ${TOO_SMALL}`] : []),
    ...(what === 'models' ? [`-# ${OTHER_VOCABULARY}`] : []),
    ...(isOwn ? [] : [`-# ${TAKES_NO_TEMPERATURE}`]),
    `-# ${facts.join(' · ')}`,
  ];
}

/** Details of each text, and of each distribution that the first tokens are drawn from. */
function detailButtons({ comparison, columns }: Compared): Button[] {
  const name = ({ setting }: Column) => nameOf(comparison.what, setting, 30);
  const distributions = new Map(columns.map((column) => [column.first?.recordId, column]));
  return [
    ...columns.flatMap((column) =>
      column.finished === undefined ? [] : [replay.button(column.finished.recordId, `Details: ${name(column)}`)],
    ),
    ...[...distributions].flatMap(([recordId, column]) =>
      recordId === undefined
        ? []
        : [replay.button(recordId, distributions.size === 1 ? 'Details: first token' : `First token: ${name(column)}`)],
    ),
  ];
}

/** What another command needs to look at the first setting's prompt. */
function lookAt({ prompt, settings: [setting] }: Comparison) {
  const asQuestion = setting?.as === 'question' ? { system: setting.system } : undefined;
  return { prompt, model: setting?.model, asQuestion };
}
