/** Every command that asks a model, each in its usual way. */
export const ASKING_COMMANDS = [
  ['nextword', { prompt: 'The cat saw the mat' }],
  ['ask', { question: 'The cat?' }],
  ['generate', { prompt: 'The cat', tokens: 5 }],
  ['compare', { prompt: 'The cat', values: '0.5, 1', tokens: 10 }],
  ['dice', { prompt: 'The cat', rolls: 20, ask_model: 'yes' }],
  ['surprise', { text: 'The cat saw the mat' }],
  ['temperature', { prompt: 'The cat saw' }],
  ['draw', { prompt: 'The cat' }],
  ['options', { prompt: 'The cat saw the', answers: 'mat; cat' }],
] as const;
