import type { Press } from '../../discord/command.js';
import { lazyReply, status } from '../../discord/reply.js';
import type { Services } from '../../services.js';
import { askReply } from '../asking/reply.js';
import { replyText } from '../text/reply-text.js';
import { generatedAnswer } from './generate.js';
import type { Answered, ReplayRecord } from './record.js';
import { recordWords } from './words.js';

/** Sends the request of a record once more. */
export async function askAgain(
  record: ReplayRecord,
  press: Pick<Press, 'signal' | 'progress' | 'locale'>,
  services: Services,
): Promise<Answered> {
  const { model, kind } = record;
  const { signal } = press;
  press.progress({ blocks: [status(recordWords(press.locale).askingAgain)] });
  switch (kind) {
    case 'next-token': {
      const { asked } = record;
      return { kind, asked, answer: await services.model.nextToken({ ...asked, model, signal }) };
    }
    case 'reply': {
      const { asked } = record;
      const onText = (soFar: string) => press.progress(lazyReply(() => ({ blocks: [replyText(soFar, press.locale)] })));
      return askReply({ ...asked, model, signal, onText }, services);
    }
    case 'generate': {
      const { asked } = record;
      const generated = await services.model.generate({ ...asked, model, signal });
      return { kind, asked, answer: generatedAnswer(generated, asked.temperature) };
    }
    case 'score': {
      const { asked } = record;
      return { kind, asked, answer: await services.model.score({ ...asked, model, signal }) };
    }
  }
}
