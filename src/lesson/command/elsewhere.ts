import { plain } from '../../discord/markdown.js';
import { buttons, type PressTarget, type Reply, text } from '../../discord/reply.js';
import type { Endpoint } from '../../domain/language-model.js';
import { isUnsupported } from '../../domain/model-failure.js';
import { explain } from '../../errors.js';
import type { Services } from '../../services.js';
import { lessonWords } from '../words.js';

/** The action behind **Use the embedded model**, where a slash command was refused. */
export const ASKED_ELSEWHERE = 'asked-embedded';

/** The same where a link was. */
export const FROM_ELSEWHERE = 'from-embedded';

/** What commands use where the embedded model is asked for once: the models that were chosen are those of another endpoint. */
export async function embeddedServices(services: Services): Promise<Services> {
  const { model, inside } = await services.embedded();
  const { channels } = services;
  const setModel: Services['channels']['setModel'] = (id, name) => channels.setModel(id, name);
  return { ...services, model, inside, channels: { modelOf: async () => undefined, setModel } };
}

/** What goes on from a result is asked where the result comes from. */
export async function servicesAt(endpoint: Endpoint | undefined, services: Services): Promise<Services> {
  return endpoint !== undefined && isElsewhere(endpoint, services) ? embeddedServices(services) : services;
}

/** Whether a result comes from the embedded model though another endpoint is connected. */
export function isElsewhere({ tiny }: Endpoint, { model }: Services): boolean {
  return tiny && !model.endpoint.tiny;
}

/**
 * Says to who asked that the connected endpoint cannot do it, with a button that does it with the embedded model.
 *
 * @param target where the button leads
 * @returns undefined for any other error
 */
export async function refuseKindly(
  error: unknown,
  target: () => Promise<PressTarget>,
  { model }: Services,
  locale: string,
): Promise<Reply | undefined> {
  if (!isUnsupported(error) || model.endpoint.tiny) return undefined;
  const label = lessonWords(locale).useEmbedded;
  return {
    isPrivate: true,
    blocks: [text(plain(explain(error, locale).sentence)), buttons({ ...(await target()), label, style: 'primary' })],
  };
}
