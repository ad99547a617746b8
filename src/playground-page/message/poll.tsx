import type { APIPoll } from 'discord-api-types/v10';

/** A poll: its question and answers. Nobody votes in the playground. */
export function Poll({ poll }: { poll: APIPoll }) {
  return (
    <section class="poll" aria-label="Poll">
      <p class="poll-question">{poll.question.text}</p>
      <ul>
        {poll.answers.map(({ answer_id, poll_media }) => (
          <li key={answer_id}>{poll_media.text}</li>
        ))}
      </ul>
      <p class="poll-note">{poll.allow_multiselect ? 'Poll, several answers' : 'Poll, one answer'}</p>
    </section>
  );
}
