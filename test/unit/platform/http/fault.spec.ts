import { NotFoundException } from '@nestjs/common';
import { describe, expect, test, vi } from 'vitest';
import { REFUSAL_CODES, Refusal } from '../../../../src/core/outcome/refusal.ts';
import { toFault } from '../../../../src/platform/http/fault.ts';
import { toProblem } from '../../../../src/platform/http/problem.ts';
import { statusOf } from '../../../../src/platform/http/refusal-status.ts';

describe('toFault', () => {
  test('a refusal keeps its code and its details, and is not logged', () => {
    const report = vi.fn();
    const refusal = new Refusal('NOT_FOUND', 'run: no run 7', { where: 'runId', remedy: 'list the runs' });
    expect(toFault(refusal, report)).toEqual({
      status: 404,
      code: 'NOT_FOUND',
      message: 'run: no run 7',
      where: 'runId',
      remedy: 'list the runs',
    });
    expect(report).not.toHaveBeenCalled();
  });

  test('an unexpected error is logged under the id that the caller gets, who learns nothing else', () => {
    const report = vi.fn();
    const error = new Error('duplicate key value violates unique constraint "runs_pkey"');
    const fault = toFault(error, report);
    expect(fault).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(JSON.stringify(fault)).not.toContain('constraint');
    expect(report).toHaveBeenCalledWith(error, fault.errorId);
  });

  test('a database that cannot be reached is 503, without the words of the driver', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
    const fault = toFault(error, () => undefined);
    expect(fault).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    expect(JSON.stringify(fault)).not.toContain('10.0.0.7');
  });

  test('a database whose disk is full is 507, by whichever way it was asked', () => {
    const driver = Object.assign(new Error('could not extend file "base/1/2"'), { code: '53100' });
    const prisma = { meta: { driverAdapterError: { cause: { originalCode: '53100' } } } };
    for (const error of [driver, prisma]) {
      const fault = toFault(error, () => undefined);
      expect(fault).toMatchObject({
        status: 507,
        code: 'DISK_FULL',
        remedy: expect.stringContaining('room'),
      });
      expect(JSON.stringify(fault)).not.toContain('base/1/2');
    }
  });

  test('refusals of the framework keep their status, and say what was expected', () => {
    expect(toFault(new NotFoundException('Cannot GET /x'), () => undefined)).toEqual({
      status: 404,
      code: 'NOT_FOUND',
      message: 'Cannot GET /x',
      expected: 'a route of the API',
      actual: 'Cannot GET /x',
      where: 'address',
      remedy: 'see /docs, or openapi.json',
    });
  });
});

test.each(REFUSAL_CODES)('%s is a failure of the caller or of the moment', (code) => {
  expect(statusOf(code)).toBeGreaterThanOrEqual(400);
  expect(statusOf(code)).toBeLessThan(600);
  expect(statusOf(code)).not.toBe(500);
});

test('a problem document has what RFC 9457 names, and a stable code', () => {
  const problem = toProblem({ status: 404, code: 'NOT_FOUND', message: 'no run 7' });
  expect(problem).toEqual({
    type: 'urn:factormine:problem:not-found',
    title: 'Not found',
    detail: 'no run 7',
    status: 404,
    code: 'NOT_FOUND',
  });
});
