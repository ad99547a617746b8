import type { OutgoingMessage } from '../../../src/discord/present/present.js';
import { messageText } from '../../../src/discord/transport/message-text.js';
import { createRecorder, type Recorder } from './recorder.js';

/** A message as everybody sees it, whose edits take a while and arrive in an order of chance. */
export interface Board {
  /** What stands there. */
  shown(): string;
  /** All that stood there, in order. */
  readonly history: readonly string[];
  /** The same as it was sent. */
  readonly messages: readonly OutgoingMessage[];
  /** Answers a press on it. */
  press(): Recorder;
}

/** Opens one. @param random from 0 up to 1 */
export function openBoard(random: () => number): Board {
  const history: string[] = [];
  const messages: OutgoingMessage[] = [];
  const passes = () => new Promise((resolve) => setTimeout(resolve, random() * 6));
  const edit = async (message: OutgoingMessage): Promise<void> => {
    await passes();
    messages.push(message);
    history.push(messageText({ content: '', components: message.components }).replaceAll('\\', ''));
    await passes();
  };
  return {
    shown: () => history.at(-1) ?? '',
    history,
    messages,
    press() {
      const recorder = createRecorder();
      const respond: Recorder['respond'] = {
        ...recorder.respond,
        async acknowledge(destination, signal) {
          await passes();
          return { ...(await recorder.respond.acknowledge(destination, signal)), edit, grow: edit };
        },
      };
      return { ...recorder, respond };
    },
  };
}
