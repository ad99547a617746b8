import type { DiscordConnection } from '../discord/transport/connect.js';
import type { Playground } from '../playground/open-playground.js';
import { operatorWords } from '../words/operator.js';

/** What the bot is connected to, and where to go next. @param workingWith the model, in words */
export function greet(discord: DiscordConnection, playground: Playground | undefined, workingWith: string): string {
  const { greeting, takesInteractions } = operatorWords('en');
  const { onDiscord, inPlayground, inClass } = greeting(workingWith);
  if (playground === undefined) {
    const { tag, inviteLink, shards, interactionsPort: port, applicationId } = discord;
    return (
      onDiscord(tag, inviteLink, shards) + (port === undefined ? '' : `\n${takesInteractions(port, applicationId)}`)
    );
  }
  const { classroom } = playground;
  return classroom === undefined ? inPlayground(playground.origin) : inClass(classroom.teacherURL());
}
