import { expect, it } from 'vitest';
import { poolFormat } from '../../../../src/features/warm-start/pool-format.ts';
import { linesOf } from '../../../../src/features/warm-start/pool-uploads.service.ts';

it.each([
  [undefined, undefined, 'json'],
  [undefined, '*/*', 'json'],
  [undefined, 'text/plain', 'formulas'],
  [undefined, 'application/x-ndjson', 'ndjson'],
  [undefined, 'text/html, application/xhtml+xml, */*;q=0.8', 'json'],
  [undefined, 'text/plain;q=0.5, application/x-ndjson;q=0.9', 'ndjson'],
  [undefined, 'application/json;q=0, text/plain', 'formulas'],
  [undefined, 'image/png', 'json'],
  ['ndjson', 'text/plain', 'ndjson'],
  ['formulas', undefined, 'formulas'],
])('format %s with Accept %s is %s', (named, accept, format) => {
  expect(poolFormat(named, accept)).toBe(format);
});

it('refuses a format that there is not', () => {
  expect(() => poolFormat('xml', undefined)).toThrow(/none of this name/);
});

it('reads lines of every system', () => {
  expect(linesOf('a\r\nb\nc\rd')).toEqual(['a', 'b', 'c', 'd']);
});
