/** What Discord would not let a person do, in the words that its client shows. */
export class PlaygroundRefusal extends Error {
  override readonly name = 'PlaygroundRefusal';

  /** @param field the option or input that it is about, when it is about one */
  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}
