import type { RefusalCode, RefusalDetails } from '../../core/outcome/refusal.ts';

/** What a working thread tells its parent: any number of progress messages, then one of the others. */
export type ThreadMessage<Answer, Progress> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | {
      readonly kind: 'refusal';
      readonly code: RefusalCode;
      readonly message: string;
      readonly details: RefusalDetails;
      /** What a refusal carries beyond its text, e.g. the report of bad rows. */
      readonly extra: unknown;
    };
