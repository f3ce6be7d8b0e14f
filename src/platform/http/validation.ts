import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { Refusal } from '../../core/outcome/refusal.ts';

interface Breach {
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
}

const LONGEST_VALUE = 200;

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}...` : text;
}

function breachesOf(errors: readonly ValidationError[], parent: string): Breach[] {
  return errors.flatMap((error) => {
    const where = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.values(error.constraints ?? {});
    const here = own.length > 0 ? [{ where, expected: own.join('; '), actual: show(error.value) }] : [];
    return [...here, ...breachesOf(error.children ?? [], where)];
  });
}

/** Says of every property what was expected and what came; the first is also given in parts. */
export function toRefusal(errors: readonly ValidationError[]): Refusal {
  const breaches = breachesOf(errors, '');
  const lines = breaches.map(
    ({ where, expected, actual }) => `${where}: expected ${expected}, got ${actual}`,
  );
  const remedy = 'correct the named properties; the API documentation lists their rules';
  return new Refusal('INVALID_INPUT', lines.join('\n') || 'the input is not valid', {
    ...breaches[0],
    remedy,
  });
}

/** Inputs are what their class says and nothing else; unknown properties are refused, not dropped. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    exceptionFactory: toRefusal,
  });
}
