import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogFormat, LogLevel } from '../config/config.ts';
import { logContext } from './log-context.ts';
import { textLine } from './text-lines.ts';

/** Standard output is for what a user asked for; the log goes beside it. */
const standardError: DestinationStream = { write: (line) => void process.stderr.write(line) };

const readable = (destination: DestinationStream): DestinationStream => ({
  write: (line) => destination.write(textLine(line)),
});

export interface LoggerOptions {
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

/** Keys and passwords are taken out of what is logged, wherever they hang. */
const REDACTED = [
  'apiKey',
  'password',
  '*.apiKey',
  '*.password',
  'headers.authorization',
  'headers["x-api-key"]',
];

export function createLogger(
  { logLevel, logFormat }: LoggerOptions,
  destination: DestinationStream = standardError,
): Logger {
  const stream = logFormat === 'text' ? readable(destination) : destination;
  const options = {
    level: logLevel,
    base: { pid: process.pid },
    redact: REDACTED,
    mixin: () => ({ ...logContext() }),
  };
  return pino(options, stream);
}
