import { isAbsolute } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../../src/platform/config/read-config.ts';

const KEY = 'a-key-of-enough-characters';

describe('readConfig', () => {
  test('an empty environment is a service on loopback, without keys, with everything embedded', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      role: 'all',
      databaseUrl: null,
      redisUrl: null,
      apiKey: null,
      demo: true,
    });
    expect(isAbsolute(config.dataFolder)).toBe(true);
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('an empty variable counts as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: null });
  });

  test.each([
    ['PORT', '70000', 'a whole number from 0 to 65535', '"70000"'],
    ['PORT', '3e3', 'a whole number from 0 to 65535', '"3e3"'],
    ['FACTORMINE_THREADS', '0', 'a whole number from 1 to 256', '"0"'],
    ['FACTORMINE_ROLE', 'miner', 'one of api, worker, all', '"miner"'],
    ['LOG_LEVEL', 'loud', 'one of trace', '"loud"'],
  ])('%s=%s is refused by name, expectation and value', (name, value, expected, actual) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
    expect(() => readConfig({ [name]: value })).toThrow(expected);
    expect(() => readConfig({ [name]: value })).toThrow(actual);
  });

  test('a secret that is refused is not shown', () => {
    const environment = { DATABASE_URL: 'mysql://user:secret@host/db' };
    expect(() => readConfig(environment)).toThrow('expected a URL that begins with postgresql://');
    expect(() => readConfig(environment)).not.toThrow('secret');
    expect(() => readConfig({ FACTORMINE_API_KEY: 'short' })).toThrow('at least 16 characters');
  });

  test('every fault is told at once', () => {
    expect(() => readConfig({ PORT: 'x', FACTORMINE_ROLE: 'y' })).toThrow(/PORT[\s\S]*FACTORMINE_ROLE/);
  });

  test.each(['0.0.0.0', '::', '192.168.0.7', 'example.org'])('HOST %s needs a key', (host) => {
    expect(() => readConfig({ HOST: host })).toThrow('FACTORMINE_API_KEY');
    expect(readConfig({ HOST: host, FACTORMINE_API_KEY: KEY }).apiKey).toBe(KEY);
  });

  test.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('HOST %s needs none', (host) => {
    expect(readConfig({ HOST: host }).apiKey).toBeNull();
  });
});
