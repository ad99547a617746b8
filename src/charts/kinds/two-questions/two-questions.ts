import { altLabel } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** What somebody said to two questions: yes to both, to one of them alone, or to neither. */
export type TwoAnswers = 'both' | 'first' | 'second' | 'neither';

/** People by their answers to two yes-or-no questions, in three ways that say the same: a group, a Venn diagram, a table. */
export interface TwoQuestions {
  readonly kind: 'two-questions';
  readonly title: string;
  /** At the right end of the title. */
  readonly aside?: string | undefined;
  /** Of the two questions, short. */
  readonly names: readonly [string, string];
  /** Each once; one that is missing has nobody. */
  readonly groups: readonly {
    readonly answers: TwoAnswers;
    readonly label: string;
    readonly count: number;
  }[];
  /** Only who said yes to this question counts: all others are drawn quiet. */
  readonly given?: 'first' | 'second' | undefined;
}

/** How many people are in each group, and how many said yes or no to each question. */
export interface TwoByTwo extends Readonly<Record<TwoAnswers, number>> {
  readonly yesFirst: number;
  readonly yesSecond: number;
  readonly noFirst: number;
  readonly noSecond: number;
  readonly all: number;
}

/** Adds the groups up. */
export function sumsOf(groups: Readonly<Record<TwoAnswers, number>>): TwoByTwo {
  const { both, first, second, neither } = groups;
  return {
    both,
    first,
    second,
    neither,
    yesFirst: both + first,
    yesSecond: both + second,
    noFirst: second + neither,
    noSecond: first + neither,
    all: both + first + second + neither,
  };
}

/** Whether a group is among those who count. */
export function counts(answers: TwoAnswers, given: TwoQuestions['given']): boolean {
  return given === undefined || answers === 'both' || answers === given;
}

/** The sums of a picture's groups. */
export function pictureSums({ groups }: TwoQuestions): TwoByTwo {
  const of = (answers: TwoAnswers) => groups.find((group) => group.answers === answers)?.count ?? 0;
  return sumsOf({ both: of('both'), first: of('first'), second: of('second'), neither: of('neither') });
}

/** The kind of two questions; its parts are the four groups. */
export const twoQuestions: PictureKind<TwoQuestions> = {
  kind: 'two-questions',
  parts: ({ groups }) => groups,
  pick: (picture, parts) => ({ ...picture, groups: parts(picture.groups) }),
  otherTexts: ({ names, aside = '' }) => [...names, aside],
  contents(picture, words) {
    const names = picture.names.map((name) => altLabel(name, words));
    const { aside, given } = picture;
    const only = given && names[given === 'first' ? 0 : 1];
    return words.twoQuestions.contents({ aside: aside && altLabel(aside, words), names, only }, pictureSums(picture));
  },
  *entries(picture, words) {
    const { all } = pictureSums(picture);
    for (const { label, count } of picture.groups) {
      yield { name: altLabel(label, words), figures: words.twoQuestions.figures(count, all) };
    }
  },
};
