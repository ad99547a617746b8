import { inlineCode, plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import { shorten } from '../../src/words/shorten.js';
import type { Owner } from './result.js';

/** What `/context` says. Markdown, save for descriptions, labels, entries, and what is in the pictures. */
export const contextWords = defineWords({ en });

/** Of a book that stands for the window. */
const BOOK = { pages: 400, lines: 30 };

/** Of a word that somebody typed, as much as a sentence has room for. */
const MAX_WORD = 24;

/** How likely something is; `isBound`: no more than that. */
interface ToldChance {
  readonly probability: number;
  readonly isBound: boolean;
}

/** The words that a model reads, in tokens; of a conversation not only your own. */
interface ToldWords {
  readonly tokens: number;
  readonly isConversation: boolean;
}

/** The tokens of a prompt. */
interface ToldCounts {
  readonly all: number;
  /** The template last, because it is explained. */
  readonly parts: readonly { readonly owner: Owner; readonly count: number }[];
  readonly hasAnswer: boolean;
}

function en(language: Language) {
  const { percent, count, plural, decimals } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const sentences = (amount: number) => plural(amount, { one: 'sentence', other: 'sentences' });
  const quoted = (word: string) => `“${plain(shorten(word.trim(), MAX_WORD, 'both'))}”`;
  const chance = ({ probability, isBound }: ToldChance) =>
    isBound ? `at most ${percent(probability).replace('< ', '')}` : percent(probability).replace('< ', 'less than ');
  const owners: Readonly<Record<Owner, string>> = {
    template: 'template',
    system: 'system prompt',
    before: 'what was said before',
    user: 'your words',
    answer: 'its answer so far',
  };
  const ofOwners: Readonly<Record<Owner, string>> = {
    template: 'the **template**',
    system: 'the system prompt',
    before: 'what was said before',
    user: 'your words',
    answer: 'its own answer so far',
  };
  const wordsOf = ({ isConversation }: ToldWords) => (isConversation ? 'The words that were said' : 'Your words');
  const list = new Intl.ListFormat(language.tag);
  /** So much of a book, in lines, and from two pages on in pages. */
  const ofBook = (part: number) => {
    const pages = part * BOOK.pages;
    if (pages >= 2) return plural(Math.round(pages), { one: 'page', other: 'pages' });
    return plural(Math.max(1, Math.round(pages * BOOK.lines)), { one: 'line', other: 'lines' });
  };
  /** How much of the window so many tokens are, in something that people know. */
  const share = (used: number, window: number) => {
    const part = used / window;
    return part >= 0.01
      ? `That fills ${percent(Math.min(1, part))} of the window.`
      : `If the window were a book of ${count(BOOK.pages)} pages, that would be about ${ofBook(part)}.`;
  };

  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See the whole prompt as the model gets it, in its window, and make the model forget',
    text: (example: string) => `Your message to the model (default: ${example})`,
    system: 'What a system message tells the model before it',
    example: 'What is the capital of France?',
    menu: 'See it in the window',
    link: 'Context',
    asking: 'Asking the server what it reads …',
    measuring: 'Asking with the fact inside and outside of the window …',

    owners,
    /** In pictures. */
    title: 'What does the model read?',
    turn: 'After the last token it is the model’s turn',
    goesOn: 'The model writes the next token behind the last one',
    estimated: 'An estimate: another tokenizer made these tokens',
    tooLong: 'does not fit',
    forgetTitle: (word: string) => `Does the model still know “${shorten(word, MAX_WORD, 'both')}”?`,
    forgetParts: {
      fact: 'fact',
      filler: 'other sentences',
      end: 'end',
      question: 'question',
      reserved: 'for the answer',
      gone: 'fell off',
    },
    rows: {
      near: 'The fact stands right before the end',
      far: (between: number) => `Far away: ${sentences(between)} in between`,
      gone: 'One more: the fact fell off',
    },

    /** With the whole prompt, token by token. */
    exact: ({ all, parts, hasAnswer }: ToldCounts) => {
      const read = hasAnswer ? 'Before the next token the model reads' : 'The model reads';
      const told = parts.map(({ owner, count: amount }) => {
        const of = `${count(amount)} of ${ofOwners[owner]}`;
        return owner === 'template' ? `${of}, which says who speaks` : of;
      });
      return `${read} **${tokens(all)}**: ${list.format(told)}.`;
    },
    countsSame: 'The server counts the same.',
    /** Where the server counts otherwise than its tokenizer. */
    differs: (listed: number, counted: number) =>
      `-# The server’s tokenizer lists ${tokens(listed)} before the answer, and the server itself counted ${count(counted)}: it reads something that it does not list, or keeps something back.`,
    /** Where the template is known only as the rest. */
    rest: (counted: number, own: ToldWords, template: number, isEstimate: boolean) => {
      const about = isEstimate ? 'about ' : '';
      return `The server counted **${tokens(counted)}**. ${wordsOf(own)} are ${about}**${count(own.tokens)}** of them; the rest, ${about}${count(template)}, is the **template**, which says who speaks.`;
    },
    fewer: (counted: number, own: ToldWords, isEstimate: boolean) =>
      `The server counted **${tokens(counted)}**. ${isEstimate ? 'The bot’s own' : 'Its own'} tokenizer makes ${count(own.tokens)} of ${own.isConversation ? 'the words that were said' : 'your words'} alone, so these two do not fit together.`,
    uncounted: (own: ToldWords, isEstimate: boolean) =>
      `${wordsOf(own)} are ${isEstimate ? 'about ' : ''}**${tokens(own.tokens)}**. The server does not tell how many it reads in all.`,
    noTemplate: (own: ToldWords) =>
      `The model reads **${tokens(own.tokens)}**, and all are ${own.isConversation ? 'words that were said' : 'your words'}: it has no **template** that says who speaks. It only goes on with a text.`,
    share,
    windowUntold: 'The server does not tell how large its window is.',
    overflow: (used: number, window: number, over: number) =>
      `**Too long:** ${tokens(used)} for a window of ${count(window)}. The server refuses it; a chat app would drop the oldest ${count(over)}, which are crossed out.`,
    refused: (why: string) => `-# The server did not answer: ${why}`,
    notAll: (kept: number, all: number) => `-# The picture has the first ${count(kept)} of ${tokens(all)}.`,

    makeForget: 'Make it forget',
    otherPrompt: 'Other words or system prompt…',
    otherPromptHint: 'Write another message, and what the model is told before it',
    otherFact: 'Another fact…',
    otherFactHint: 'Write your own fact, and what the model should know from it',
    asQuestion: 'Forget an answer',
    asQuestionHint: 'Ask a question about a fact, and read the replies',
    asText: 'Forget a word',
    asTextHint: 'Let the model go on with a text, and see the chance of one word',
    promptForm: { title: 'What should the model read?', text: 'Your words', system: 'System prompt' },
    factForm: {
      title: 'What should it forget?',
      fact: 'A fact',
      end: 'How the text ends, or a question',
      word: 'The word that only the fact tells',
      endHint: 'The king was old. The   ·   or: Who was old?',
    },
    examples: {
      /** A small model that goes on with texts: it likes to say again who a story is about. */
      base: {
        fact: 'Once there was a king. The king lived on a hill. The king was old.',
        end: 'The',
        word: 'king',
        question: { fact: 'My name is Anna.', end: 'What is my name?', word: 'Anna' },
      },
      other: {
        fact: 'My cat is called Miso.',
        end: 'My cat is called',
        word: 'Miso',
        question: { fact: 'My cat is called Miso.', end: 'What is my cat called?', word: 'Miso' },
      },
    },
    /** Sentences about other things; none begins as the facts and the ends do. */
    filler: [
      'Many people live near the sea.',
      'They catch fish and build boats.',
      'It rained all day.',
      'Some streets were wet.',
      'Bread is made from flour and water.',
      'In winter the days are short.',
      'Trees need light and rain.',
      'A bridge goes over water.',
      'Milk comes from cows.',
      'Birds build nests in spring.',
    ],

    /** What became of the fact, by chances. */
    kept: (word: string, near: ToldChance, far: ToldChance, gone: ToldChance) =>
      `The chance of ${quoted(word)} is **${chance(near)}** when the fact is near, and ${chance(far)} when it is far away. One more sentence pushes the fact out of the window: **${chance(gone)}**.`,
    lostEarly: (word: string, near: ToldChance, far: ToldChance, gone: ToldChance) =>
      `The chance of ${quoted(word)} is **${chance(near)}** when the fact is near. Far away, this model hardly uses it, though it is still in the window: ${chance(far)}. Outside: **${chance(gone)}**.`,
    notUsed: (word: string, near: ToldChance, gone: ToldChance) =>
      `This model hardly uses the fact: the chance of ${quoted(word)} is **${chance(near)}** with it and **${chance(gone)}** without it. Try another fact.`,
    /** The chance is that of the first token of the word. */
    firstToken: (word: string, token: string) =>
      `-# The chance is that of the token ${inlineCode(token)}, with which ${quoted(word)} begins.`,
    /** What became of it, by replies: whether the word is in each. */
    replies: (word: string, [near, far, gone]: readonly boolean[]) => {
      if (!near)
        return `Even with the fact right before the question, ${quoted(word)} is not in the answer: this model does not use it.`;
      if (gone) return `${quoted(word)} is in the answer even without the fact: the model knew it, or guessed.`;
      return far
        ? `With the fact in the window the model knows ${quoted(word)}. One more sentence pushes it out, and **the answer is gone**.`
        : `The model knows ${quoted(word)} while the fact is near. **Far away it loses it**, though it is still in the window; outside it cannot know it.`;
    },
    /** At the end of a row, and below it. */
    verdict: (word: string, isThere: boolean) => {
      const short = shorten(word.trim(), MAX_WORD, 'both');
      return isThere ? `says “${short}”` : `no “${short}”`;
    },
    replyOf: (reply: string) => `It answers: “${shorten(reply.replace(/\s+/g, ' '), 64, 'start')}”`,
    noReply: '(no words)',
    ownWindow: (window: number, modelWindow: number | undefined) =>
      modelWindow === undefined
        ? `-# The server does not tell its window. Here the bot keeps only the newest ${tokens(window)}, as chat apps do, and drops what is older.`
        : `-# This model could read ${tokens(modelWindow)}. Here the bot keeps only the newest ${count(window)}, as chat apps do to save, and drops what is older.`,
    serverWindow: (window: number) => `window ${tokens(window)}`,
    windowUnknown: 'window not told',

    explain: {
      idea:
        'A model reads one long row of tokens, from the beginning, for each token that it writes. Your words are only a part of it. A **system prompt** can stand before them, and signs of the **template** say who speaks. After the last sign it is the model’s turn.\n' +
        'The row must fit into the **context window**. What does not fit, the model does not see, and it has no other memory.',
      example: (
        parts: readonly { readonly owner: Owner; readonly count: number }[],
        all: number,
        counted: number | undefined,
        window: number | undefined,
      ) => {
        const sum = `${parts.map(({ owner, count: amount }) => `${owners[owner]} ${count(amount)}`).join(' + ')} = ${tokens(all)}.`;
        const answer = parts.find(({ owner }) => owner === 'answer')?.count ?? 0;
        const isBefore = answer > 0 && counted === all - answer;
        const before = isBefore
          ? ` Before the answer there were ${count(all)} − ${count(answer)} = ${count(all - answer)}.`
          : '';
        const told = counted === undefined ? '' : `${before} The server says \`prompt_tokens: ${counted}\`.`;
        const filled =
          window === undefined
            ? ' The server does not tell its window.'
            : ` The window holds ${count(window)}: ${count(all)} ÷ ${count(window)} = ${decimals((100 * all) / window, 2)}%.`;
        return `${sum}${told}${filled}`;
      },
      next: 'Push a fact out of the window, and look whether the model still knows it.',
      forgetIdea:
        'A model remembers nothing between two requests. What it knows of your talk is only what stands in its **context window** right now.\n' +
        'When the text gets too long, the oldest part has to go. Chat apps drop it without a word. The model does not notice: it goes on with what is left, and guesses.',
      forgetExample: (
        {
          fact,
          filler,
          end,
          isQuestion,
        }: { readonly fact: number; readonly filler: number; readonly end: number; readonly isQuestion: boolean },
        { more, dropped }: { readonly more: number; readonly dropped: number },
        window: number,
        reserved: number,
      ) => {
        const kept = isQuestion ? 'are kept for the answer and the template' : 'is kept for what the model writes';
        const gone =
          dropped === 0
            ? `the oldest ${count(fact)}, the fact, go`
            : `the oldest ${count(fact + dropped)} go: the fact, ${count(fact)}, and what stood behind it, ${count(dropped)}`;
        return `Far away: fact ${count(fact)} + other sentences ${count(filler)} + ${isQuestion ? 'question' : 'end'} ${count(end)} = ${tokens(fact + filler + end)}. The window holds ${count(window)}, and ${tokens(reserved)} of it ${kept}: ${count(window - reserved)} are left. One more sentence has ${tokens(more)}: too many. So ${gone}.`;
      },
      forgetNext: 'Ask a real question about a fact, and read what the model says without it.',
      forgetNextText: 'Let the model go on with a text instead, and see the chance of one word.',
    },

    inFull: {
      messages: '**The messages as they were sent**',
      rendered: '**The same as the model reads it**, with the template',
      usage: (prompt: number, completion: number) =>
        `**As the server counted**: prompt ${tokens(prompt)}, answer ${tokens(completion)}.`,
      madeFor: '-# The bot asked for one token only, to be told this count.',
      fromAnswer: '-# From the request that the answer came from.',
      counts: (parts: readonly { readonly owner: Owner; readonly count: number }[], way: string) =>
        `**By ${way}**: ${parts.map(({ owner, count: amount }) => `${owners[owner]} ${count(amount)}`).join(', ')}.`,
      ways: {
        template: 'the server’s tokenizer, with its template',
        alone: 'the server’s tokenizer, without a template',
        estimate: 'the bot’s tokenizer (o200k\\_base), as an estimate',
      },
      why: (why: string) => `-# Why there is no template: ${why}`,
      window: (window: number) => `The window holds ${tokens(window)}, as the server tells.`,
      sent: (place: string, total: number) => `**${place}** (${tokens(total)})`,
      came: (list: string) => `Likeliest next: ${list}`,
      asked: (model: string, path: string, seconds: number) =>
        `-# ${inlineCode(model)} · ${inlineCode(`POST ${path}`)} · answered in ${decimals(seconds, 2)} s`,
      estimate: '-# The tokens of each part are counted by the bot’s own tokenizer: an estimate.',
    },
  };
}
