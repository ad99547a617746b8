import type { Classroom } from '../playground/class.js';
import { restOf } from '../playground/client.js';

/** A red square, as small as a PNG gets. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dwn4EIAABCjQH+eYl4vQAAAABJRU5ErkJggg==',
  'base64',
);

/** What tries to become markup, in every way that a message has to show text. */
export const HOSTILE =
  '<img src=x onerror=alert(1)> <script>alert(2)</script> [click](javascript:alert(3)) [a](data:text/html,b) &lt;b&gt; "><svg onload=alert(4)>';

/** Posts one message with every component and one with embeds and files, all with hostile text in them. */
export async function postShowcase({ playground }: Classroom): Promise<void> {
  const channel = playground.channels[0]?.id ?? '';
  const rest = restOf(playground);
  const buttons = ['Primary', 'Secondary', 'Success', 'Danger'].map((label, index) => ({
    type: 2,
    style: index + 1,
    label,
    custom_id: label,
  }));
  await rest.post(`/channels/${channel}/messages`, {
    body: {
      flags: 1 << 15,
      components: [
        {
          type: 17,
          accent_color: 0x56b4e9,
          components: [
            {
              type: 10,
              content: `# Showcase\n## Second\n### Third\n-# small\n> quoted\n- one\n- two\n  - deeper\n1. first`,
            },
            {
              type: 10,
              content: `**bold** *it* __under__ ~~gone~~ \`code\` ||hidden|| <@${playground.applicationId}> <#${channel}>`,
            },
            { type: 10, content: `\`\`\`js\nconst a = '<b>';\n\`\`\`\n${HOSTILE}` },
            { type: 14, divider: true, spacing: 2 },
            {
              type: 9,
              components: [{ type: 10, content: 'A section with a thumbnail' }],
              accessory: { type: 11, media: { url: 'attachment://red.png' }, description: HOSTILE },
            },
            {
              type: 9,
              components: [{ type: 10, content: 'A section with a button' }],
              accessory: { type: 2, style: 2, label: 'Beside', custom_id: 'beside' },
            },
            {
              type: 12,
              items: [
                { media: { url: 'attachment://red.png' }, description: 'Red' },
                { media: { url: 'attachment://red.png' }, description: 'Hidden red', spoiler: true },
                { media: { url: 'https://example.org/picture.png' }, description: 'Far away' },
              ],
            },
            { type: 13, file: { url: 'attachment://page.html' } },
            { type: 1, components: [...buttons, { type: 2, style: 5, label: 'Link', url: 'https://example.org/' }] },
            { type: 1, components: [{ type: 2, style: 2, label: 'Off', custom_id: 'off', disabled: true }] },
            {
              type: 1,
              components: [
                {
                  type: 3,
                  custom_id: 's',
                  placeholder: 'Strings',
                  options: [{ label: HOSTILE.slice(0, 90), value: 'x', description: 'One' }],
                },
              ],
            },
            { type: 1, components: [{ type: 5, custom_id: 'u', placeholder: 'People' }] },
            { type: 1, components: [{ type: 8, custom_id: 'ch', placeholder: 'Channels' }] },
          ],
        },
      ],
    },
    files: [
      { name: 'red.png', data: PNG, contentType: 'image/png' },
      { name: 'page.html', data: Buffer.from('<script>alert(5)</script>'), contentType: 'text/html' },
    ],
  });
  await rest.post(`/channels/${channel}/messages`, {
    body: {
      content: `plain ${HOSTILE}`,
      embeds: [
        {
          title: `An embed ${HOSTILE}`,
          url: 'https://example.org/',
          description: HOSTILE,
          color: 0xd55e00,
          author: { name: HOSTILE },
          footer: { text: HOSTILE },
          fields: [
            { name: 'One', value: HOSTILE, inline: true },
            { name: 'Two', value: '`2`', inline: true },
          ],
        },
      ],
      attachments: [{ id: 0, description: 'A red square' }],
    },
    files: [{ name: 'red.png', data: PNG, contentType: 'image/png' }],
  });
}
