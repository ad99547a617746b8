import type { Block, Button, GoOnEntry, PressTarget } from '../../discord/reply.js';
import { lessonWords } from '../words.js';
import type { CommandSet } from './defined-command.js';
import type { Subject } from './subject.js';
import type { GoOnLinksBlock, LinkButton, ViewBlock } from './view.js';

/** The reply whose links are made into buttons. */
interface LinkContext {
  /** The command that replies. */
  readonly name: string;
  readonly runId: string;
  readonly leadsTo: readonly string[];
  readonly locale: string;
  readonly set: CommandSet;
  /** What the reply is about, or one part of it. */
  readonly subjectOf: (value: string | undefined) => Subject | undefined;
}

/** As many as Discord's menus have. */
const MAX_ENTRIES = 25;

/** So many links stay, however many entries of its own a reply has. */
const SURE_LINKS = 9;

/** Every reply leads to it, if there is anything that it holds. */
const DETAILS = 'details';

/**
 * Makes buttons and menu entries of the links in a reply's blocks. They carry the id of the result that is shown, so that
 * nothing is stored for them. A command that cannot start from what is shown has none.
 */
export function linksIn(blocks: readonly ViewBlock[], context: LinkContext): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.kind === 'go-on-links') return goOnMenu(block, context);
    if (block.kind !== 'row') return [block];
    const buttons = block.buttons.flatMap((button) => ('link' in button ? buttonOf(button, context) : [button]));
    return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
  });
}

/** Where there are too many entries, the last links give way, and then the reply's own last ones; **Details** stays. */
function goOnMenu({ entries, part, placeholder }: GoOnLinksBlock, context: LinkContext): Block[] {
  const subject = context.subjectOf(part);
  const linked = [...context.leadsTo, DETAILS].flatMap((link): GoOnEntry[] => {
    const target = targetOf({ link, value: part }, subject, context);
    if (target === undefined) return [];
    const { label, hint } = context.set.get(link).linkWords(context.locale);
    return [{ ...target, label, description: hint }];
  });
  const own = entries.slice(0, MAX_ENTRIES - Math.min(SURE_LINKS, linked.length));
  const tooMany = Math.max(0, own.length + linked.length - MAX_ENTRIES);
  const all = [...own, ...linked.toSpliced(linked.length - 1 - tooMany, tooMany)];
  if (all.length === 0) return [];
  return [{ kind: 'go-on', placeholder: placeholder ?? lessonWords(context.locale).goOn, entries: all }];
}

function buttonOf({ label, style, ...link }: LinkButton, context: LinkContext): Button[] {
  const target = targetOf(link, context.subjectOf(link.value), context);
  if (target === undefined) return [];
  return [{ ...target, label: label ?? context.set.get(link.link).linkWords(context.locale).label, style }];
}

function targetOf(
  { link, value }: Pick<LinkButton, 'link' | 'value'>,
  subject: Subject | undefined,
  { name, runId, set }: LinkContext,
): PressTarget | undefined {
  const command = set.find(link);
  if (command === undefined || subject === undefined || !command.takes(subject)) return undefined;
  return { command: link, action: 'from', runId, value: value === undefined ? name : `${name}.${value}` };
}
