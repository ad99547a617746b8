import { createHash, randomBytes } from 'node:crypto';
import type { RunContext } from '../../discord/command.js';

/** What stands for a person in one stored result, so that each counts once: it tells nobody who that is, nor elsewhere. */
export type PersonKey = string;

/** A new salt for the people of one stored result. */
export function createSalt(): string {
  return randomBytes(12).toString('base64url');
}

/** The same person has the same key wherever the salt is the same. */
export function personKey(salt: string, { id }: RunContext['user']): PersonKey {
  return createHash('sha256').update(`${salt}:${id}`).digest('base64url').slice(0, 16);
}
