import type { RefusalCode } from '../outcome/refusal.ts';

/** Why a node is illegal, before anyone knows where it stands in a text. */
export interface TypeFault {
  readonly code: RefusalCode;
  /** The operator or field that complains. */
  readonly subject: string;
  readonly expected: string;
  readonly actual: string;
  readonly remedy?: string;
}
