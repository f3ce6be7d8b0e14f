import { expect, test } from 'vitest';
import { createLogger } from '../../../../src/platform/logging/logger.ts';
import { NestLogger } from '../../../../src/platform/logging/nest-logger.ts';

function lines(
  logFormat: 'text' | 'json',
  work: (logger: ReturnType<typeof createLogger>) => void,
): string[] {
  const written: string[] = [];
  work(createLogger({ logLevel: 'info', logFormat }, { write: (line) => void written.push(line) }));
  return written;
}

test('text is one line: time, level, context, message, details', () => {
  const [line] = lines('text', (logger) => new NestLogger(logger).warn('lost a connection', 'database'));
  expect(line).toMatch(/^\d\d:\d\d:\d\d WARN {2}\[database\] lost a connection\n$/);
});

test('an error keeps its stack', () => {
  const [line] = lines('text', (logger) => new NestLogger(logger).error(new Error('boom'), 'runs'));
  expect(line).toContain('[runs] boom');
  expect(line).toContain('logger.spec.ts');
});

test.each([['http'], ['http', 'http']])(
  'an error that hangs in a record keeps its stack, with %j',
  (...rest) => {
    const fault = { errorId: '0190-e', err: new Error('could not extend file') };
    for (const format of ['text', 'json'] as const) {
      const [line] = lines(format, (logger) => new NestLogger(logger).error(fault, ...rest));
      expect(line).toContain('0190-e');
      expect(line).toContain('could not extend file');
      expect(line).toContain('logger.spec.ts');
    }
  },
);

test('keys never reach the log', () => {
  const [line] = lines('json', (logger) =>
    logger.info({ apiKey: 'secret', db: { password: 'secret' } }, 'settings'),
  );
  expect(line).not.toContain('secret');
});

test('what is below the level is left out', () => {
  expect(lines('json', (logger) => logger.debug('chatter'))).toEqual([]);
});
