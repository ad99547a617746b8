import type { Block, Button } from '../../discord/reply.js';
import type { CommandSet } from './defined-command.js';
import type { Subject } from './subject.js';
import type { LinkButton, ViewBlock } from './view.js';

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

/**
 * Makes buttons of the links in a reply's blocks. They carry the id of the result that is shown, so that nothing is stored
 * for them. A command that cannot start from what is shown has none.
 */
export function linksIn(blocks: readonly ViewBlock[], context: LinkContext): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.kind === 'links') {
      const { value } = block;
      const subject = context.subjectOf(value);
      return buttonsBlock(context.leadsTo.flatMap((link) => buttonOf({ link, value }, subject, context)));
    }
    if (block.kind !== 'row') return [block];
    return buttonsBlock(
      block.buttons.flatMap((button) =>
        'link' in button ? buttonOf(button, context.subjectOf(button.value), context) : [button],
      ),
    );
  });
}

function buttonsBlock(buttons: readonly Button[]): Block[] {
  return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
}

function buttonOf(
  { link, value, label, style }: LinkButton,
  subject: Subject | undefined,
  context: LinkContext,
): Button[] {
  const command = context.set.get(link);
  if (subject === undefined || !command.takes(subject)) return [];
  return [
    {
      command: link,
      action: 'from',
      runId: context.runId,
      value: value === undefined ? context.name : `${context.name}.${value}`,
      label: label ?? command.link(context.locale),
      style,
    },
  ];
}
