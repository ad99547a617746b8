import { inlineCode, plain } from '../../../src/discord/markdown.js';
import type { Agreement } from '../../../src/sampling/agreement.js';
import { defineWords } from '../../../src/words/define-words.js';
import type { Language } from '../../../src/words/language.js';
import type { Answer, FeatureName, Reward } from '../result.js';

/** What the **Details** of `/prefer` say; markdown, save for what stands in tables. */
export const preferDetailsWords = defineWords({ en });

function en({ count, decimals, percent, plural }: Language) {
  const pairs = (amount: number) => plural(amount, { one: 'pair', other: 'pairs' });
  return {
    side: (side: 'A' | 'B') => `**${side}**`,
    /** Over an answer whose writer is known by now. */
    written: (name: string, writer: string, { model, seed }: Pick<Answer, 'model' | 'seed'>) =>
      `**${name}** · ${plain(writer)} · ${inlineCode(model)} · seed ${count(seed)}`,
    rankedAt: (place: number, reward: number) => `${count(place)}. Reward ${decimals(reward, 3)}`,
    facts: ({ tokens, words, bits, isCut }: Answer) =>
      `-# ${[
        ...(tokens === undefined ? [] : [plural(tokens, { one: 'token', other: 'tokens' })]),
        plural(words, { one: 'word', other: 'words' }),
        bits === undefined
          ? 'surprise not told'
          : `mean surprise ${decimals(bits, 2)} bits a token, by the model that wrote it`,
        ...(isCut ? ['cut at the limit'] : []),
      ].join(' · ')}`,

    pairsHead: '**All pairs and their votes**',
    pairsHeads: ['for A', 'for B', 'same', 'class A', 'class B', 'class same'],
    pair: (at: number, a: string, b: string, prompt: string) => `${count(at)}: A ${a}; B ${b}; ${prompt}`,
    openPair: (at: number) => `${count(at)}: people still vote`,

    resultsHead: '**Probability of winning a vote, with its interval**',
    resultsHeads: ['won', 'votes', 'share', 'from', 'to'],
    wilson:
      'A vote for “about the same” counts as half a vote for each. The intervals are Wilson’s, at 95% (Wilson 1927). They take all votes as independent. Votes on one pair are not quite so, because everybody read the same two texts: the true intervals are wider. Who met weaker answers also wins more easily.',
    agreement: ({ pairs: of, share, byChance, kappa }: Agreement) =>
      `**Agreement**: ${percent(share)} of ${count(of)} pairs of people said the same of one pair of answers; ${percent(byChance)} would if all drew from everybody’s votes. ${
        kappa === undefined
          ? 'All said the same, so Fleiss’ kappa is not defined.'
          : `Fleiss’ kappa is ${decimals(kappa, 2)}: 1 is full agreement, 0 is chance (Fleiss 1971, all pairs of people put together).`
      }`,
    noAgreement: 'No pair has two votes, so agreement between people is not known.',

    rewardHead: ({ pairs: of, votes }: Reward) =>
      `**The reward, learned from ${pairs(of)} and ${plural(votes, { one: 'vote', other: 'votes' })}**`,
    rewardHeads: ['weight', 'mean', 'step'],
    feature: (name: FeatureName, unit: Reward['unit']) =>
      ({
        length: `length in ${unit}`,
        surprise: 'mean surprise, bits a token',
        exclamations: 'number of “!”',
        questions: 'number of “?”',
      })[name],
    rewardFormula: (ridge: number) =>
      `reward = Σ weight × (feature − mean) / step. Probability that A wins = 1 / (1 + e^−(reward of A − reward of B)): the Bradley–Terry model (1952). The weights are those of the highest likelihood of all votes, less a ridge of ${decimals(ridge, 2)}/2 × Σ weight², which keeps them small where votes are few. “About the same” counts as half a vote for each. Surprise is that of the model which wrote the answer.`,
    leftOut: (names: readonly string[]) =>
      `Left out, because it is the same on both sides of every pair or was not told of each answer: ${names.join('; ')}.`,
    noReward:
      'There is nothing to learn a reward from yet: no votes, or answers that do not differ in what it looks at.',

    sampleClass: (size: number) =>
      `**The sample class** is ${count(size)} invented people, not the room. They like the shorter answer (six fewer words count as much as one friendly sign: “!”, or a word such as “help” or “happy”), each in a random mood of their own. Their votes are never counted with those of real people.`,

    export: ({ pairs: of, ties, cut }: { readonly pairs: number; readonly ties: number; readonly cut: number }) =>
      [
        of === 0
          ? '**No pair is decided yet**, so there is nothing to export. Vote, close the pair, and export again.'
          : `**${pairs(of)} for training**, in the file below. Only you see it.`,
        ...(ties === 0 ? [] : [`${pairs(ties)} without a majority ${ties === 1 ? 'is' : 'are'} left out.`]),
        ...(cut === 0
          ? []
          : [
              `${pairs(cut)} ${cut === 1 ? 'has' : 'have'} an answer that was cut at the limit: a model that is trained on it learns to stop in the middle.`,
            ]),
      ].join(' '),
    exportSample: '**Its votes are invented**: they are those of the sample class.',
    exportFormat:
      '**Export for training** writes one line of JSON for each closed pair with a majority: `prompt`, `chosen` and `rejected`, each a list of messages with `role` and `content`. That is the preference type in the conversational format, with an explicit prompt, as the `DPOTrainer` of TRL reads it (https://huggingface.co/docs/trl/dataset\\_formats). Nothing in it says who voted.',
  };
}
