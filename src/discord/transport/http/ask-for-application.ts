import { type APIApplication, type APIUser, type REST, Routes } from 'discord.js';
import { UserError } from '../../../errors.js';

/** What Discord says of the bot's application. */
export interface OwnApplication extends APIApplication {
  readonly bot: APIUser;
}

/** Asks for the application that the token belongs to. */
export async function askForApplication(rest: REST): Promise<OwnApplication> {
  const application = (await rest.get(Routes.currentApplication())) as APIApplication;
  const bot = application.bot ?? ((await rest.get(Routes.user())) as APIUser);
  return { ...application, bot };
}

/**
 * The key that Discord signs this application's interactions with, as hexadecimal digits.
 *
 * @param configured the operator's; undefined where Discord's word is taken
 * @param where Discord's name in a sentence
 * @throws UserError where it is not known, or is another one than Discord's
 */
export function publicKeyOf(application: APIApplication, configured: string | undefined, where: string): string {
  const { verify_key: told } = application as { readonly verify_key?: unknown };
  const own = typeof told === 'string' && /^[\da-f]{64}$/i.test(told) ? told.toLowerCase() : undefined;
  // With another one, all that Discord sends would be refused.
  if (own !== undefined && configured !== undefined && own !== configured.toLowerCase())
    throw new UserError('public-key-of-another');
  const key = configured ?? own;
  if (key === undefined) throw new UserError('no-public-key', { where });
  return key;
}
