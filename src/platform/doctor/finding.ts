export interface Finding {
  readonly level: 'OK' | 'WARN' | 'FAIL';
  /** What was looked at. */
  readonly name: string;
  readonly detail: string;
  /** What to do; null where all is well. */
  readonly remedy: string | null;
}

export const ok = (name: string, detail: string): Finding => ({ level: 'OK', name, detail, remedy: null });
export const warn = (name: string, detail: string, remedy: string): Finding => ({
  level: 'WARN',
  name,
  detail,
  remedy,
});
export const fail = (name: string, detail: string, remedy: string): Finding => ({
  level: 'FAIL',
  name,
  detail,
  remedy,
});
