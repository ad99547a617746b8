import { readFileSync } from 'node:fs';
import type { Classroom } from '../playground/class.js';
import { restOf } from '../playground/client.js';

const PICTURE = readFileSync(new URL('../../assets/pictures/nextword.png', import.meta.url));

/** A button of a reply; others than secondary ones say so. */
export function button(label: string, customId: string, more: object = {}): object {
  return { type: 2, style: 2, label, custom_id: customId, ...more };
}

/** A menu of a reply with so many choices, each with a description. */
export function menu(customId: string, count: number): object {
  const options = Array.from({ length: count }, (_, index) => ({
    label: `Choice ${index + 1}`,
    value: `choice-${index + 1}`,
    description: index === 16 ? 'The seventeenth of them' : 'What comes of it, in a few words',
  }));
  return { type: 3, custom_id: customId, placeholder: 'Go on with…', options };
}

/** A reply as replies are laid out: text, one picture, one sentence, rows of controls, small print. */
export function reply(rows: readonly object[][], sentence = 'The model is almost sure: **“king”** has 91%.') {
  return {
    flags: 1 << 15,
    components: [
      {
        type: 17,
        accent_color: 0x56b4e9,
        components: [
          { type: 10, content: '> Once upon a time, there was a ▮' },
          { type: 12, items: [{ media: { url: 'attachment://chart.png' }, description: 'A chart' }] },
          { type: 10, content: sentence },
          ...rows.map((components) => ({ type: 1, components })),
          { type: 10, content: '-# tokenscope-tiny · temperature 1' },
        ],
      },
    ],
  };
}

/** Files that a reply shows, for REST. */
export const FILES = [{ name: 'chart.png', data: PICTURE, contentType: 'image/png' }];

/** Posts a reply into a channel; returns its id. */
export async function post({ playground }: Classroom, channelId: string, body: object): Promise<string> {
  const message = await restOf(playground).post(`/channels/${channelId}/messages`, { body, files: FILES });
  return (message as { id: string }).id;
}
