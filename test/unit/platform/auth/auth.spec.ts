import { describe, expect, test } from 'vitest';
import { isSameKey, presentedKey } from '../../../../src/platform/auth/api-key.ts';
import { foreignOrigin } from '../../../../src/platform/auth/same-origin.ts';

describe('presentedKey', () => {
  test.each([
    [{ authorization: 'Bearer abc' }, 'abc'],
    [{ authorization: 'bearer  abc' }, 'abc'],
    [{ 'x-api-key': 'abc' }, 'abc'],
    [{ authorization: 'Basic abc' }, null],
    [{ 'x-api-key': '' }, null],
    [{}, null],
  ])('%j presents %s', (headers, key) => {
    expect(presentedKey(headers)).toBe(key);
  });
});

test('keys are the same only if every character is', () => {
  expect(isSameKey('abc', 'abc')).toBe(true);
  expect(isSameKey('abd', 'abc')).toBe(false);
  expect(isSameKey('abcd', 'abc')).toBe(false);
  expect(isSameKey('', 'abc')).toBe(false);
});

describe('foreignOrigin', () => {
  test.each([
    [{ host: '127.0.0.1:3000' }],
    [{ host: 'localhost:3000', origin: 'http://localhost:3000' }],
    [{ host: '[::1]:3000' }],
    [{ host: 'localhost:3000', 'sec-fetch-site': 'same-origin' }],
    [{ host: 'localhost:3000', 'sec-fetch-site': 'none' }],
    [{}],
  ])('%j is ours', (headers) => {
    expect(foreignOrigin(headers)).toBeNull();
  });

  test.each([
    [{ host: 'rebound.example:3000' }],
    [{ host: '127.0.0.1:3000', origin: 'http://evil.example' }],
    [{ host: '127.0.0.1:3000', origin: 'http://127.0.0.1:8080' }],
    [{ host: '127.0.0.1:3000', origin: 'null' }],
    [{ host: '127.0.0.1:3000', 'sec-fetch-site': 'cross-site' }],
    [{ host: 'localhost:3000', 'sec-fetch-site': 'same-site' }],
    [{ host: '127.0.0.1:3000', 'x-forwarded-for': '10.0.0.7' }],
    [{ host: '127.0.0.1:3000', forwarded: 'for=10.0.0.7' }],
    [{ host: '127.0.0.1:3000', via: '1.1 gate' }],
  ])('%j is not', (headers) => {
    expect(foreignOrigin(headers)).not.toBeNull();
  });
});
