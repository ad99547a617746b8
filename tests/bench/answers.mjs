// Counts how the embedded models answer questions: right, honest (says that it does not know), wrong, broken.
//
// Run `npm run build` first, then
//   node tests/bench/answers.mjs [model=tokenscope-tiny] [file=tests/fixtures/questions-150.txt] [draws=1]
//     [temperatures=0,0.7,1] [show=wrong,broken] [url=http://127.0.0.1:1234/v1]
// Without an address it starts the embedded server. Above temperature 0 each question is asked `draws` times, each time with
// a seed of its own; `show` lists those answers.
//
// The file has a question on each line, then a tab, then the rule of a right answer: regular expressions with ` && ` between
// them, all of which have to match, in small or capital letters. `*` among them: not to know is wrong there, as in small
// talk. `?` instead of a rule: nothing but not knowing is right. Lines that begin with `#` are comments.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCorpus } from '../../dist/src/tiny-model/language/corpus.js';
import { openTinyModel } from '../../dist/src/tiny-model/open-tiny-model.js';
import { createJudge, KINDS, parseQuestions } from './judge-answers.mjs';

const fileIn = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const options = {
  model: 'tokenscope-tiny',
  file: fileIn('tests/fixtures/questions-150.txt'),
  draws: '1',
  temperatures: '0,0.7,1',
  show: '',
  url: '',
  ...Object.fromEntries(process.argv.slice(2).map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
};
const questions = parseQuestions(readFileSync(options.file, 'utf8'));
const judge = createJudge(await readCorpus(fileIn('assets/corpus')));
const shown = new Set(options.show.split(','));
const server = options.url === '' ? await openTinyModel({ seed: 1 }) : undefined;
const url = server?.baseURL ?? options.url;

async function ask(question, temperature, seed) {
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: options.model,
      messages: [{ role: 'user', content: question }],
      temperature,
      seed,
      max_tokens: 256,
    }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? `The server answered ${response.status}.`);
  const [{ message, finish_reason }] = answer.choices;
  return { text: message.content, isWhole: finish_reason === 'stop' };
}

try {
  console.log(`${options.model}, ${questions.length} questions`);
  for (const temperature of options.temperatures.split(',').map(Number)) {
    const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
    const draws = temperature === 0 ? 1 : Number(options.draws);
    for (let draw = 0; draw < draws; draw++) {
      for (const [index, question] of questions.entries()) {
        const answer = await ask(question.text, temperature, 1 + index + draw * questions.length);
        const kind = judge(question, answer);
        counts[kind] += 1;
        if (shown.has(kind)) console.log(`  ${kind} at ${temperature}: ${question.text} → ${answer.text}`);
      }
    }
    const parts = KINDS.map((kind) => {
      const part = (100 * counts[kind]) / (draws * questions.length);
      return `${counts[kind]} ${kind} (${part.toFixed(1)}%)`;
    });
    console.log(`temperature ${temperature}: ${parts.join(', ')}`);
  }
} finally {
  await server?.close();
}
