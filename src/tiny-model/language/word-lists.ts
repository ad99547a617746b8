/** Short forms that people type, spelled out, so that `whats` matches `what is`, and small numbers as digits. */
export const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ...'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, value): [string, string] => [word, String(value)]),
  ['whats', 'what is'],
  ['whos', 'who is'],
  ['wheres', 'where is'],
  ['whens', 'when is'],
  ['whys', 'why is'],
  ['hows', 'how is'],
  ['thats', 'that is'],
  ['dont', 'do not'],
  ['doesnt', 'does not'],
  ['isnt', 'is not'],
  ['arent', 'are not'],
  ['cant', 'can not'],
  ['cannot', 'can not'],
  ['im', 'i am'],
  ['ur', 'your'],
  ['r', 'are'],
  ['u', 'you'],
  ['wassup', 'what is up'],
  ['heya', 'hey'],
  ['wat', 'what'],
  ['wut', 'what'],
  ['temp', 'temperature'],
  ['temps', 'temperature'],
  ['params', 'parameters'],
  ['bpe', 'byte pair encoding'],
  ['backprop', 'backpropagation'],
  ['net', 'network'],
  ['nets', 'networks'],
  ['gpt3', 'gpt 3'],
  ['gpt4', 'gpt 4'],
  ['vs', 'difference between'],
  ['versus', 'difference between'],
  ['biggest', 'largest'],
  ['grey', 'gray'],
  ['maths', 'math'],
  ['cm', 'centimeters'],
  ['km', 'kilometers'],
  ['ww1', 'world war 1'],
  ['ww2', 'world war 2'],
  ['wwii', 'world war 2'],
  ['fav', 'favorite'],
  ['idk', 'i do not know'],
  ['kms', 'kill myself'],
  ['suicidal', 'suicide'],
  ['wanna', 'want to'],
  ['gonna', 'going to'],
  ['gm', 'good morning'],
  ['gn', 'good night'],
  ['bday', 'birthday'],
  ['pls', 'please'],
  ['plz', 'please'],
  ['llm', 'large language model'],
  ['llms', 'large language model'],
]);

/** Words that hold a sentence together and say little about its subject. */
export const FUNCTION_WORD_LIST: readonly string[] = (
  'a an the of to in on at for with by from and or but so if than as is are was were be been am do does did has have ' +
  'had can could will would shall should may might must i you he she it we they me him her us them my your his its ' +
  'our their this that these those there here what which who whom whose when where why how not no some any ' +
  'want need go get just really very also too now today like let'
).split(' ');
