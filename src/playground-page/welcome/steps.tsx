import type { Step as StepAbout, Suggestion } from '../../playground/page/about.js';
import type { ChannelView } from '../../playground/page/server-frames.js';
import { startHere } from '../store/deeds.js';
import { about, used } from '../store/room.js';

interface Props {
  channel: ChannelView;
  onLeave: () => void;
}

/** The way through what there is to see: the lesson, where there is one, and first steps of one press each. */
export function Steps({ channel, onLeave }: Props) {
  const { steps, lesson } = about.value;
  const done = steps.filter(({ command }) => used.value.has(command)).length;
  const next = steps.findIndex(({ command }) => !used.value.has(command));
  const take = ({ command, options }: Suggestion) => {
    onLeave();
    startHere(
      { type: 'slash', channelId: channel.id, name: command, options },
      { kind: 'command', label: `/${command}`, channelId: channel.id },
    );
  };
  return (
    <>
      {lesson && (
        <button type="button" class="button button-primary lesson" onClick={() => take(lesson)}>
          {lesson.label}
        </button>
      )}
      {steps.length > 0 && (
        <>
          <h3 id="steps-title">
            {lesson ? 'Or step by step' : 'Start here, one step after the other'}
            {done > 0 && (
              <span class="steps-done">
                {' '}
                {done} of {steps.length} done
              </span>
            )}
          </h3>
          {partsOf(steps).map(({ name, from, steps: own }) => (
            <section
              key={from}
              class="steps-part"
              aria-labelledby={name === undefined ? 'steps-title' : `steps-${from}`}
            >
              {name !== undefined && <h4 id={`steps-${from}`}>{name}</h4>}
              <ol class="steps" start={from + 1}>
                {own.map((step, index) => (
                  <Step
                    key={step.label}
                    step={step}
                    number={from + index + 1}
                    isNext={from + index === next}
                    onTake={() => take(step)}
                  />
                ))}
              </ol>
            </section>
          ))}
        </>
      )}
    </>
  );
}

/** Steps that belong together, in their order. */
interface Part {
  name: string | undefined;
  /** The place of its first step among all, from 0. */
  from: number;
  steps: readonly StepAbout[];
}

function partsOf(steps: readonly StepAbout[]): readonly Part[] {
  const starts = steps.flatMap(({ part }, at) => (at === 0 || steps[at - 1]?.part !== part ? [at] : []));
  return starts.map((from, at) => ({ name: steps[from]?.part, from, steps: steps.slice(from, starts[at + 1]) }));
}

function Step({
  step,
  number,
  isNext,
  onTake,
}: {
  step: Suggestion;
  number: number;
  isNext: boolean;
  onTake: () => void;
}) {
  const isDone = used.value.has(step.command);
  return (
    <li>
      <button type="button" class={isNext ? 'step next' : isDone ? 'step done' : 'step'} onClick={onTake}>
        <span class="step-number" aria-hidden="true">
          {isDone ? '✓' : number}
        </span>
        <span class="step-text">
          <span class="step-label">{step.label}</span>
          <span class="step-command">
            /{step.command} <span class="step-options">{Object.values(step.options).join('  ')}</span>
          </span>
          {isDone && <span class="visually-hidden">, done</span>}
        </span>
      </button>
    </li>
  );
}
