import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MessageView } from '../../src/playground/page/server-frames.js';
import { forStudent } from '../../src/playground-page/class/for-student.js';
import { newOnStage } from '../../src/playground-page/class/read-stage.js';
import { answersOf, blocksOf } from '../../src/playground-page/class/stage-parts.js';

const text = (content: string) => ({ type: 10, content });
const button = (label: string, custom_id: string) => ({ type: 2, style: 2, label, custom_id });
const row = (...components: object[]) => ({ type: 1, components });
const gallery = {
  type: 12,
  items: [{ media: { url: 'http://localhost:3000/attachments/1/a.png' }, description: 'Bars' }],
};

/** A message in a card, as a bot sends it. */
function message(...components: object[]): MessageView {
  const card = { type: 17, components };
  const body = { id: '5', content: '', embeds: [], attachments: [], flags: 1 << 15, components: [card] };
  return { message: body as unknown as APIMessage, ephemeral: false };
}

// Where the page is from, by which it knows its own pictures.
beforeAll(() => vi.stubGlobal('location', { port: '3000' }));
afterAll(() => vi.unstubAllGlobals());

const inCard = ({ message: { components = [] } }: MessageView) => Reflect.get(components[0] ?? {}, 'components');

describe('what a student can press', () => {
  test('leaves out what only whoever leads may press, and rows in which nothing stays', () => {
    const view = message(
      text('Which?'),
      row(button('Roll', 'lesson:roll:1'), button('Next', 'lesson:lead-next:1')),
      row(button('Back', 'lesson:lead-back:1')),
    );
    expect(inCard(forStudent(view, 'lesson:lead-'))).toEqual([text('Which?'), row(button('Roll', 'lesson:roll:1'))]);
  });

  test('leaves out entries of menus that only whoever leads may choose', () => {
    const entry = (value: string) => ({ label: value, value });
    const menu = (...values: string[]) => row({ type: 3, custom_id: 'go-on', options: values.map(entry) });
    const view = message(menu('lesson:mine:1', 'lesson:lead-back:1'), menu('lesson:lead-end:1'));
    expect(inCard(forStudent(view, 'lesson:lead-'))).toEqual([menu('lesson:mine:1')]);
  });

  test('is everything where nothing is only for whoever leads', () => {
    const view = message(row(button('Roll', 'dice:roll:1'), button('Next', 'dice:next:1')));
    expect(forStudent(view, '')).toEqual(view);
  });

  test('has the letters before answers that the projector shows', () => {
    const view = message(text('How many?'), row(button('One', 'quiz:say:1:0'), button('Two', 'quiz:say:1:1')));
    expect(inCard(forStudent(view, 'quiz:lead-'))).toEqual([
      text('How many?'),
      row(button('A · One', 'quiz:say:1:0'), button('B · Two', 'quiz:say:1:1')),
    ]);
  });
});

describe('answers to choose from', () => {
  test('are the buttons whose ids differ in the last part of action and value alone', () => {
    const answers = [button('Two', 'q:say-b:1:4.b'), button('Three', 'q:say-c:1:4.c')];
    const view = message(row(button('Join', 'q:say-a:1'), ...answers, button('Next', 'q:go-on:1:4')));
    expect(answersOf(view).map(({ label }) => label)).toEqual(['Two', 'Three']);
  });

  test('are not said again where the text has them, or a picture shows them', () => {
    const buttons = row(button('One', 'q:say:1:a'), button('Two', 'q:say:1:b'));
    expect(answersOf(message(text('One or two?'), buttons))).toEqual([]);
    expect(answersOf(message(gallery, buttons))).toEqual([]);
  });

  test('stand on the projector where their buttons stand, and nothing else that can be pressed', () => {
    const view = message(
      text('Which?'),
      row(button('One', 'q:say:1:a'), button('Explain', 'q:explain:1')),
      row(button('Two', 'q:say:1:b')),
      text('-# small'),
    );
    expect(blocksOf(view)).toEqual([
      { kind: 'text', source: 'Which?' },
      { kind: 'answers', labels: ['One', 'Two'] },
      { kind: 'text', source: '-# small' },
    ]);
  });
});

describe('what is read aloud of the stage', () => {
  const before = message(text('Which word?'), text('17 of 25 have answered.'));

  test('is nothing where a count goes up', () => {
    expect(newOnStage(before, message(text('Which word?'), text('18 of 25 have answered.')))).toEqual([]);
  });

  test('is what was not there before', () => {
    expect(newOnStage(before, message(text('Which word?'), gallery))).toEqual(['Picture: Bars']);
  });

  test('is all of another message', () => {
    const other = message(text('Which word?'));
    other.message.id = '6';
    expect(newOnStage(before, other)).toEqual(['Which word?']);
  });
});
