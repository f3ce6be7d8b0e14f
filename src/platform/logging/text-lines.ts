const LEVELS: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO ',
  40: 'WARN ',
  50: 'ERROR',
  60: 'FATAL',
};
/** Told elsewhere in the line, or the same in every line. */
const OMITTED = new Set(['level', 'time', 'msg', 'context', 'err', 'pid', 'hostname']);

const pad = (value: number): string => String(value).padStart(2, '0');

function clock(epochMs: number): string {
  const at = new Date(epochMs);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Turns a line of JSON by pino into one that is read at a glance: `21:04:07 WARN  [runs] message key=value`. */
export function textLine(json: string): string {
  const entry = JSON.parse(json) as Record<string, unknown>;
  const details = Object.entries(entry).filter(([key]) => !OMITTED.has(key));
  const context = entry.context ? `[${show(entry.context)}] ` : '';
  const tail = details.map(([key, value]) => ` ${key}=${show(value)}`).join('');
  const stack = (entry.err as { stack?: string } | undefined)?.stack;
  const level = LEVELS[Number(entry.level)] ?? 'INFO ';
  return `${clock(Number(entry.time))} ${level} ${context}${show(entry.msg ?? '')}${tail}\n${stack ? `${stack}\n` : ''}`;
}
