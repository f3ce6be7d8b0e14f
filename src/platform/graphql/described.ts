import { applyDecorators, type Type } from '@nestjs/common';
import { Field, Float, ID, Int } from '@nestjs/graphql';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type as Nested } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { isStorable } from '../database/unstorable-text.ts';

import { Json } from './json-scalar.ts';

/** An enumeration: stored value by the SCREAMING name that GraphQL shows; registered with `registerEnumType`. */
type EnumObject = Readonly<Record<string, string>>;
type TypeReference = () => unknown;

export interface Description {
  /** Definition, unit, sign and horizon; the Chinese term where quants use it. */
  readonly description: string;
  /** May be null (results) or left out (inputs). */
  readonly nullable?: boolean;
  readonly list?: boolean;
  /** Single entries of the list may be null: gaps of a series. */
  readonly gaps?: boolean;
}

export interface InputDescription extends Description {
  /** Bounds of a number, or of each number of a list. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Characters of a text; 4,096 unless told. */
  readonly maximumLength?: number;
}

/** Describes a property of a result once, for GraphQL and for OpenAPI. */
export function Described(type: TypeReference, options: Description): PropertyDecorator {
  return applyDecorators(graphqlField(type, options), openApiProperty(type, options));
}

/** Describes and validates a property of an input once, for GraphQL and for REST bodies. */
export function DescribedInput(type: TypeReference, options: InputDescription): PropertyDecorator {
  return applyDecorators(
    graphqlField(type, options),
    openApiProperty(type, options),
    options.nullable ? IsOptional() : IsDefined(),
    ...(options.list ? [IsArray()] : []),
    ...validators(type(), options),
  );
}

function graphqlField(type: TypeReference, options: Description): PropertyDecorator {
  return Field(() => (options.list ? [type()] : type()) as Type, {
    description: options.description,
    nullable: options.gaps ? (options.nullable ? 'itemsAndList' : 'items') : (options.nullable ?? false),
  });
}

function openApiProperty(type: TypeReference, options: Description): PropertyDecorator {
  return ApiProperty({
    description: options.description,
    required: !options.nullable,
    nullable: options.nullable ?? false,
    ...(options.gaps
      ? { type: 'array', items: { ...openApiType(type), nullable: true } }
      : { isArray: options.list ?? false, ...openApiType(type) }),
  } as ApiPropertyOptions);
}

function openApiType(type: TypeReference): object {
  const target = type();
  if (target === Int) return { type: 'integer' };
  if (target === Float || target === Number) return { type: 'number' };
  if (target === ID || target === String) return { type: 'string' };
  if (target === Boolean) return { type: 'boolean' };
  if (target === Date) return { type: 'string', format: 'date-time' };
  if (target === Json) return { type: 'object', additionalProperties: true };
  if (isEnumObject(target)) return { enum: Object.values(target) };
  // OpenAPI's reader takes a function for a late type by its name alone, which it has from this property.
  return { type: () => type() };
}

function validators(target: unknown, options: InputDescription): PropertyDecorator[] {
  const each = { each: options.list ?? false };
  if (target === Int || target === Float || target === Number) {
    return [
      target === Int ? IsInt(each) : IsNumber({}, each),
      ...(options.minimum === undefined ? [] : [Min(options.minimum, each)]),
      ...(options.maximum === undefined ? [] : [Max(options.maximum, each)]),
    ];
  }
  if (target === String || target === ID)
    return [IsString(each), MaxLength(options.maximumLength ?? 4096, each), IsStorable(each)];
  if (target === Boolean) return [IsBoolean(each)];
  if (isEnumObject(target)) return [IsIn(Object.values(target), each)];
  if (target === Date) return [];
  return [ValidateNested(each), Nested(() => target as Type)];
}

/** Without NUL and halves of characters, which no text of Postgres can hold. */
const IsStorable = (each: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isStorable',
      validator: {
        validate: (value) => typeof value === 'string' && isStorable(value),
        defaultMessage: () => '$property to hold no NUL and no half of a character',
      },
    },
    each,
  );

function isEnumObject(target: unknown): target is EnumObject {
  return typeof target === 'object' && target !== null && target.constructor === Object;
}
