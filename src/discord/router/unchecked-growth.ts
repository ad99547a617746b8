import { messageWords } from '../present/words.js';
import { type Reply, status } from '../reply.js';

/** What is shown while a reply grows that is checked before anybody sees it. */
export function uncheckedGrowth(locale: string): Reply {
  return { blocks: [status(messageWords(locale).checkedFirst)] };
}
