import { ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, type ValidationError } from 'class-validator';
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

/** class-validator's sentences start with the property and "must be": after "expected", the rest is what is wanted. */
function expectation(rule: string, message: string, { property, target }: ValidationError): string {
  if (rule === 'whitelistValidation') return `one of the properties ${propertiesOf(target).join(', ')}`;
  if (rule === 'isDefined') return 'a value';
  const sentence = message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
  return sentence.replace(/^(must|should) not be /, 'not ').replace(/^(must|should) (be )?/, '');
}

/** Those that an input may have. */
function propertiesOf(target: object | undefined): string[] {
  if (target === undefined) return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', true, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))].sort();
}

function breachesOf(errors: readonly ValidationError[], parent: string): Breach[] {
  return errors.flatMap((error) => {
    const where = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
      expectation(rule, message, error),
    );
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
    // Tells what properties there are; nothing else of it is shown.
    validationError: { target: true },
  });
}
