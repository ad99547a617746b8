import { describe, expect, onTestFinished, test } from 'vitest';
import { knownUnits } from '../../commands/lesson/units/read-units.js';
import { openStage, picturesOf, plainText } from './harness.js';
import { playUnit } from './play-unit.js';

const NAMES = ['Ben', 'Gül', 'José', '小明', '*Kim*'];

describe('every unit is played by a class of six', () => {
  test.each(knownUnits().units.map((unit) => [unit.id, unit] as const))(
    '%s, over a restart of the bot',
    async (_, unit) => {
      // Six people press at once, and a busy machine may be slow: how fast is measured elsewhere.
      const stage = await openStage();
      let bot = await stage.start();
      onTestFinished(() => bot.close());
      const leader = stage.playground.join('Ann');
      const [late, ...people] = NAMES.map((name) => stage.playground.join(name));
      if (late === undefined) throw new Error('somebody comes late');
      const restart = async () => {
        await bot.close();
        bot = await stage.start();
      };
      const { shown, end } = await playUnit(unit, { leader, people, late, between: restart });
      expect(shown).toHaveLength(unit.steps.length + 1);
      for (const { station, text, alt } of shown) {
        if (station.kind === 'step') {
          expect(text).toContain(station.step.why);
          expect(alt).toContain('What the room said');
          expect(text).toMatch(/were right\.|was right\./);
        } else {
          expect(text).toContain('** is right, because');
          expect(alt).toContain('What did the class learn?');
        }
      }
      expect(picturesOf(end)[0]?.alt).toContain(unit.topic);
      expect(plainText(end)).toMatch(/of the answers were right before, and/);
    },
    120_000,
  );
});
