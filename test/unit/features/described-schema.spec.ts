import { readFileSync } from 'node:fs';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { expect, it } from 'vitest';

const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));
/** The three roots are described by their fields: the framework gives them no text. */
const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

it('every type, field, argument and value of the schema is described', () => {
  const bare: string[] = [];
  const need = (description: string | null | undefined, name: string): void => {
    if (!description?.trim()) bare.push(name);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue;
    if (!ROOTS.has(type.name)) need(type.description, type.name);
    if (isEnumType(type))
      for (const value of type.getValues()) need(value.description, `${type.name}.${value.name}`);
    if (!isObjectType(type) && !isInputObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      need(field.description, `${type.name}.${field.name}`);
      for (const argument of 'args' in field ? field.args : []) {
        need(argument.description, `${type.name}.${field.name}(${argument.name})`);
      }
    }
  }
  expect(bare).toEqual([]);
});
