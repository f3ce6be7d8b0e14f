import { describe, expect, it } from 'vitest';
import { isConnectionLoss } from '../../../../src/platform/database/connection-loss.ts';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('isConnectionLoss', () => {
  it.each(['08006', '57P01', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'P1001', 'P2024'])(
    '%s',
    (code) => {
      expect(isConnectionLoss(withCode(code))).toBe(true);
    },
  );

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('%s', (message) => expect(isConnectionLoss(new Error(message))).toBe(true));

  it.each([['23505'], ['40P01'], ['P2002']])('not %s, which is about the statement', (code) => {
    expect(isConnectionLoss(withCode(code))).toBe(false);
  });

  it.each([null, undefined, 'text', new Error('any')])('not %s', (error) => {
    expect(isConnectionLoss(error)).toBe(false);
  });
});
