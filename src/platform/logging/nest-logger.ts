import type { LoggerService } from '@nestjs/common';
import type { Level, Logger } from 'pino';

/** Start-up chatter of the framework that tells an operator nothing. */
const QUIET_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'GraphQLModule',
]);

/** Nest's logger, spoken by pino: the last text is the context, an Error keeps its stack, as the message or as its `err`. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    this.write(typeof context === 'string' && QUIET_CONTEXTS.has(context) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: unknown[]): void {
    const texts = rest.filter((item): item is string => typeof item === 'string');
    const context = texts.at(-1);
    const isRecord = typeof message === 'object' && message !== null && !(message instanceof Error);
    const details: { readonly err?: unknown } = isRecord ? message : {};
    const fault = [details.err, message, ...rest].find((item) => item instanceof Error);
    const stack = texts.length > 1 && !isRecord ? texts[0] : undefined;
    const err = fault ?? details.err ?? (stack ? { message: String(message), stack } : undefined);
    this.logger[level](
      { ...details, context, err },
      typeof message === 'string' ? message : (fault?.message ?? ''),
    );
  }
}
