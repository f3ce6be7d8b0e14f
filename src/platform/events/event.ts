/** What the service tells the outside. The kinds are part of the interface: they are added to, never renamed. */
export const EVENT_KINDS = [
  'RUN_FINISHED',
  'RUN_FAILED',
  'SCHEDULE_MISSED',
  'DATA_STALE',
  'MEMBER_FADED',
  'SIGNALS_READY',
  'SCHEDULE_PAUSED',
  'ADMISSION_DECIDED',
  'PING',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

export interface NewEvent {
  readonly kind: EventKind;
  /** What it happened to: a run, a schedule, a series, a library. */
  readonly subjectId: string;
  /** Plain JSON; what a reader needs to know without asking back. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** Names the occurrence, such as `run:ID:3`: recorded again under the same name, it stays the one event. */
  readonly once: string;
}
