import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsInt, Min, ValidateNested } from 'class-validator';
import { expect, test } from 'vitest';
import { Refusal } from '../../../../src/core/outcome/refusal.ts';
import { createValidationPipe } from '../../../../src/platform/http/validation.ts';

class Limits {
  @IsInt()
  @Min(1)
  generations: number;
}
class Input {
  @ValidateNested()
  @Type(() => Limits)
  limits: Limits;
}

const refusalOf = async (value: unknown): Promise<Refusal> => {
  const outcome = await createValidationPipe()
    .transform(value, { type: 'body', metatype: Input })
    .catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(Refusal);
  return outcome as Refusal;
};

test('a nested property is named by its path, with the rule and the value', async () => {
  const refusal = await refusalOf({ limits: { generations: 0 } });
  expect(refusal.code).toBe('INVALID_INPUT');
  expect(refusal.details).toMatchObject({ where: 'limits.generations', actual: '0' });
  expect(refusal.message).toBe('limits.generations: expected not less than 1, got 0');
});

test('an unknown property is refused, not dropped', async () => {
  const refusal = await refusalOf({ limits: { generations: 1, generation: 2 } });
  expect(refusal.details).toMatchObject({
    where: 'limits.generation',
    expected: 'one of the properties generations',
    actual: '2',
  });
});
