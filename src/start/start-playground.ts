import { playgroundPreviews } from '../../commands/previews.js';
import { introduction } from '../../commands/words.js';
import type { Config } from '../config.js';
import { drawReply } from '../discord/present/draw-reply.js';
import { isGrowing } from '../discord/present/present.js';
import { UserError } from '../errors.js';
import { codeAsText } from '../playground/class/classroom.js';
import { openPlayground, type Playground } from '../playground/open-playground.js';
import type { Services } from '../services.js';
import { operatorWords } from '../words/operator.js';
import { ownFile } from './own-files.js';

/** What the custom ids of the buttons begin with that only who leads a lesson uses. */
const LEADER_PREFIX = 'lesson:lead-';

/** Starts the embedded Discord, with what its page says of the bot. */
export async function startPlayground(
  config: Config,
  services: Services,
  { firstResponseMs }: { readonly firstResponseMs?: number } = {},
): Promise<Playground> {
  try {
    const { picture, ...about } = introduction('en');
    const file = ownFile('assets/pictures/welcome.png');
    return await openPlayground({
      port: config.playgroundPort,
      firstResponseMs,
      isGrowing,
      ...(config.playgroundClass ? { class: {} } : {}),
      ...(config.playgroundPublished ? { isPublished: true } : {}),
      about: { ...about, picture: { file, alt: picture }, leaderPrefix: LEADER_PREFIX },
      previews: playgroundPreviews(services, 'en'),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof Error && 'syscall' in error && error.syscall === 'listen' && 'code' in error) {
      const port = config.playgroundPort;
      throw new UserError('port-not-opened', { port, of: 'playground', code: String(error.code) }, { cause: error });
    }
    throw new UserError('playground-cannot-start', { reason }, { cause: error });
  }
}

/** The playground's page shows in its light theme what stands beside a picture; Discord would show neither. */
export const drawInBothThemes: typeof drawReply = (reply, drawing) => drawReply(reply, { ...drawing, beside: 'light' });

/** What is said below the greeting where a class is open. It holds the code, and is for the terminal alone. */
export function classOpen({ port, classroom }: Playground, isTerminal: boolean): string {
  if (classroom === undefined) return '';
  const joinURLs = classroom.joinURLs();
  const picture = joinURLs[0] === undefined ? '' : codeAsText(joinURLs[0], isTerminal);
  return `\n\n${operatorWords('en').classOpen({ joinURLs, code: classroom.code, port, picture })}`;
}
