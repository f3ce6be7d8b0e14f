/**
 * A question that no thread could answer: it ended the thread twice, by a crash, by lack of memory or by going on
 * without end. The cause is ours or the machine's, never a formula's meaning, so it is no `Refusal`.
 */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';

  constructor(
    /** What was asked: kind and formulas. */
    readonly question: string,
    readonly causes: readonly string[],
  ) {
    super(`${question} ended ${causes.length} threads: ${causes.join('; ')}. It is not tried again.`);
  }
}
