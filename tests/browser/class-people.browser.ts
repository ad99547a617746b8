import type { ChatInputCommandInteraction } from 'discord.js';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground } from '../../src/playground/open-playground.js';
import { freePort } from '../builders/free-port.js';
import { type Classroom, openClassroom } from '../playground/class.js';
import { violations } from './axe.js';
import { useBrowser } from './browser.js';
import { enterAsTeacher, joinClass, openProjector, PHONE } from './class-room.js';
import { focusedName, messageWith, use } from './reading.js';
import { button, FILES, reply } from './reply.js';

const enter = useBrowser();
const OPTIONS = { class: { addresses: () => ['127.0.0.1'] } };
let room: Classroom;
beforeAll(async () => {
  room = await openClassroom(OPTIONS);
});
afterAll(() => room.close());

const QUESTION = 'How many tokens is “strawberry”?';

/** A question without a picture, as a lesson asks it, and how many have answered. */
function question(answered: number): object {
  const answers = ['One', 'Three', 'Ten, because it has ten letters'].map((label, at) =>
    button(label, `quiz:say:1:${at}`),
  );
  const components = [
    { type: 10, content: `### Question before\n${QUESTION}` },
    { type: 10, content: `${answered} of 25 have answered.` },
    { type: 1, components: answers },
    { type: 1, components: [button('Explain', 'quiz:explain:1')] },
  ];
  return { flags: 1 << 15, components: [{ type: 17, components }] };
}

/** Has the teacher ask the question; each press counts, and tells who pressed what they said. */
async function ask(teacher: Page): Promise<() => Promise<unknown>> {
  let asked: ChatInputCommandInteraction | undefined;
  let answered = 0;
  room.onInteraction(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      asked = interaction;
      answered = 0;
      await interaction.reply(question(answered));
    } else if (interaction.isButton()) {
      answered += 1;
      await interaction.update(question(answered));
      await interaction.followUp({ content: `You said number ${interaction.customId.at(-1)}.`, flags: 64 });
    }
  });
  await use(teacher, 'quick');
  await messageWith(teacher, QUESTION);
  return () => {
    answered += 1;
    return asked?.editReply(question(answered)) ?? Promise.resolve();
  };
}

const openTools = async (teacher: Page) => {
  await teacher.getByRole('button', { name: 'Class…' }).click();
  return teacher.getByRole('dialog', { name: 'Class' });
};

describe('who leads a class', () => {
  test('pauses, renames and removes somebody, locks names, and clears the channel', async () => {
    const teacher = await enterAsTeacher(enter, room.playground);
    const mia = await joinClass(enter, room.playground, { name: 'Mia' });
    await ask(teacher);
    const tools = await openTools(teacher);

    await tools.getByRole('button', { name: 'Pause Mia' }).click();
    await mia.getByText('Your teacher has paused you. You can look, but not write or press.').waitFor();
    await mia.getByRole('button', { name: /Three/ }).click();
    await mia.getByRole('main').getByText('The teacher has paused you. You can look, but not answer.').waitFor();
    await tools.getByRole('button', { name: 'Unpause Mia' }).click();
    await mia.getByText('Your teacher has paused you.').waitFor({ state: 'detached' });
    await mia.getByRole('button', { name: /Three/ }).click();
    await mia.getByRole('main').getByText('You said number 1.').waitFor();
    await mia.getByText('1 of 25 have answered.').waitFor();

    await tools.getByRole('button', { name: 'Rename Mia' }).click();
    await tools.getByRole('textbox', { name: 'New name of Mia' }).fill('Mia K.');
    await teacher.keyboard.press('Enter');
    await mia.getByRole('button', { name: 'You are Mia K.' }).waitFor();
    await mia.getByRole('button', { name: 'You are Mia K.' }).click();
    await mia.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Mia L.');
    await mia.keyboard.press('Enter');
    await tools.getByText('Mia L.').waitFor();
    await tools.getByRole('checkbox', { name: 'Lock names' }).check();
    await expect.poll(() => mia.getByRole('button', { name: 'You are Mia L.' }).isDisabled()).toBe(true);

    await tools.getByRole('button', { name: 'Clear the class’s channel…' }).click();
    await tools.getByRole('button', { name: 'Clear the channel', exact: true }).click();
    await mia.getByText('Wait for your teacher.').waitFor();

    await tools.getByRole('button', { name: 'Remove Mia L.' }).click();
    await tools.getByRole('button', { name: 'Remove Mia L. from the class' }).click();
    await mia.getByRole('heading', { name: 'Join the class' }).waitFor();
    await mia.getByText('The teacher has taken you out of the class.').waitFor();
    await tools.getByRole('checkbox', { name: 'Lock names' }).uncheck();
  });

  test('gives a list of names to choose from, and closes the door', async () => {
    const teacher = await enterAsTeacher(enter, room.playground);
    const tools = await openTools(teacher);
    await tools.getByRole('textbox', { name: 'List of names' }).fill('Nora\n  Otto \n\nNora');
    await tools.getByRole('button', { name: 'Save the list' }).click();
    await tools.getByText('Saved: 2 names.').waitFor();

    const nora = await enter(room.playground.origin, { ...PHONE, path: `/#join=${room.playground.classroom?.code}` });
    await nora.getByRole('button', { name: 'Join' }).click();
    await nora.getByText('Choose your name.').waitFor();
    await nora.getByRole('radio', { name: 'Nora' }).check();
    await nora.getByRole('button', { name: 'Join' }).click();
    await nora.getByRole('button', { name: 'You are Nora' }).waitFor();

    const otto = await enter(room.playground.origin, { ...PHONE, path: `/#join=${room.playground.classroom?.code}` });
    expect(await otto.getByRole('radio').count()).toBe(1);
    await tools.getByRole('checkbox', { name: 'Close joining' }).check();
    await otto.getByText('Nobody new can join now. Ask your teacher.').waitFor();
    await otto.getByRole('radio', { name: 'Otto' }).check();
    await otto.getByRole('button', { name: 'Join' }).click();
    await otto.getByText('Nobody new can join right now.').waitFor();
    await tools.getByRole('checkbox', { name: 'Close joining' }).uncheck();
    await otto.getByText('Nobody new can join now. Ask your teacher.').waitFor({ state: 'detached' });
    await otto.getByRole('button', { name: 'Join' }).click();
    await otto.getByRole('button', { name: 'You are Otto' }).waitFor();
    await tools.getByRole('textbox', { name: 'List of names' }).fill('');
    await tools.getByRole('button', { name: 'Save the list' }).click();
    await tools.getByText('There is no list now.').waitFor();
  });
});

describe('a student', () => {
  test('joins, answers and goes to and fro with the keyboard alone; others’ votes take neither focus nor word', async () => {
    const teacher = await enterAsTeacher(enter, room.playground);
    const vote = await ask(teacher);
    const kay = await enter(room.playground.origin, { name: 'Kay', path: `/#join=${room.playground.classroom?.code}` });
    await expect.poll(() => kay.evaluate('document.activeElement?.id')).toBe('join-name');
    await kay.keyboard.press('Enter');
    await kay.getByRole('main').getByText(QUESTION).waitFor();
    const answer = kay.getByRole('button', { name: 'B · Three' });
    await answer.waitFor();
    for (let presses = 0; presses < 12 && (await focusedName(kay)) !== 'B · Three'; presses += 1) {
      await kay.keyboard.press('Tab');
    }
    expect(await focusedName(kay)).toBe('B · Three');
    const spoken = kay.getByRole('log');
    const before = await spoken.textContent();
    for (let votes = 1; votes <= 20; votes += 1) await vote();
    await kay.getByText('20 of 25 have answered.').waitFor();
    expect(await focusedName(kay)).toBe('B · Three');
    await kay.keyboard.press('Enter');
    await kay.getByRole('main').getByText('You said number 1.').waitFor();
    expect(await focusedName(kay)).toBe('B · Three');
    // What is said at last is this student's own answer; the count was not.
    await expect.poll(() => spoken.textContent()).toContain('You said number 1.');
    expect(before).not.toContain('have answered');

    const own = kay.getByRole('button', { name: 'Try it yourself' });
    await own.focus();
    await kay.keyboard.press('Enter');
    await kay.getByRole('textbox', { name: /^Message #kay/ }).waitFor();
    await kay.getByRole('button', { name: 'Class', exact: true }).focus();
    await kay.keyboard.press('Enter');
    await kay.getByRole('main').getByText(QUESTION).waitFor();
  });

  test('is told when the connection is lost, comes back by itself, and joins anew after a restart', async () => {
    const port = freePort();
    const first = await openPlayground({ ...OPTIONS, port });
    const teacher = await enterAsTeacher(enter, first);
    await openProjector(teacher);
    const lou = await joinClass(enter, first, { name: 'Lou' });
    await lou.getByText('You are in as Lou.').waitFor();
    await first.close();
    await lou.getByText('Connection lost. Reconnecting…').waitFor();
    const second = await openPlayground({ ...OPTIONS, port });
    await lou.getByText('The class was started again. Type the new code that your teacher shows.').waitFor();
    expect(await lou.getByRole('textbox', { name: 'Code' }).inputValue()).toBe('');
    await lou.getByRole('textbox', { name: 'Code' }).fill(second.classroom?.code ?? '');
    expect(await lou.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('Lou');
    await lou.getByRole('button', { name: 'Join' }).click();
    await lou.getByText('You are in as Lou.').waitFor();
    // The projector's window is the same browser, and has not taken the teacher's name.
    await teacher.getByText('Copy the link from the terminal.').waitFor();
    expect(await teacher.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('Ms Byron');
    await Promise.all([lou.context().close(), teacher.context().close()]);
    await second.close();
  });
});

describe.each(['dark', 'light'] as const)('axe finds nothing wrong in the %s theme', (colorScheme) => {
  test('with what teacher, projector and student see', async () => {
    const outside = await enter(room.playground.origin, { ...PHONE, colorScheme });
    expect(await violations(outside)).toEqual([]);
    const teacher = await enterAsTeacher(enter, room.playground, { colorScheme });
    await openTools(teacher);
    const name = `Pat ${colorScheme}`;
    const student = await joinClass(enter, room.playground, { name, colorScheme });
    await teacher.getByRole('button', { name: `Pause ${name}` }).waitFor();
    expect(await violations(teacher)).toEqual([]);
    await teacher.keyboard.press('Escape');
    const projector = await openProjector(teacher);
    expect(await violations(projector)).toEqual([]);

    await ask(teacher);
    await projector.getByText('Ten, because it has ten letters').waitFor();
    expect(await violations(projector)).toEqual([]);
    await student.getByRole('button', { name: 'A · One' }).click();
    await student.getByRole('main').getByText('You said number 0.').waitFor();
    expect(await violations(student)).toEqual([]);
    const files = FILES.map(({ name: file, data }) => ({ name: file, attachment: data }));
    room.onCommand((interaction) => interaction.reply({ ...reply([[button('Roll', 'r')]]), files }));
    await use(teacher, 'quick');
    await projector.getByText('The model is almost sure').waitFor();
    expect(await violations(projector)).toEqual([]);
    await student.getByRole('button', { name: 'Try it yourself' }).click();
    await student.getByRole('textbox', { name: /^Message #/ }).waitFor();
    expect(await violations(student)).toEqual([]);
  });
});
