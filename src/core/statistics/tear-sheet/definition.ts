/** What a figure means, in words, and whose definition it is. */
export interface Definition {
  readonly english: string;
  readonly chinese: string;
  /** The report, a project or a paper. */
  readonly source: string;
}
