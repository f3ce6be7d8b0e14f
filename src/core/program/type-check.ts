import {
  type Dimension,
  formatDimension,
  isDimensionless,
  NONE,
  productOf,
  quotientOf,
  sameDimension,
} from '../dimension/dimension.ts';
import type { DimensionRule, OperatorDefinition } from '../operator/operator.ts';
import { failure, type Result, success } from '../outcome/result.ts';
import { checkInterval } from './check-interval.ts';
import { checkWindow } from './check-window.ts';
import { fieldIn } from './field-in.ts';
import {
  type Language,
  type OperationNode,
  type ProgramNode,
  SESSION_WINDOW,
  type ValueType,
} from './program.ts';
import type { TypeFault } from './type-fault.ts';

/** The rule that a language applies: the table's own where `strictTable1` asks for it. */
export function dimensionRuleOf(definition: OperatorDefinition, language: Language): DimensionRule {
  return (language.strictTable1 ? definition.strictDimension : undefined) ?? definition.dimension;
}

/** Dimension of what the rule makes of its operands, or null where the rule forbids them. Cost O(operands). */
export function applyDimensionRule(rule: DimensionRule, operands: readonly Dimension[]): Dimension | null {
  const [first = NONE, second = NONE] = operands;
  if (rule.operands === 'none' && !operands.every(isDimensionless)) return null;
  if (rule.operands === 'equal' && !operands.every((dimension) => sameDimension(dimension, first)))
    return null;
  switch (rule.result) {
    case 'same':
      return first;
    case 'none':
      return NONE;
    case 'quotient':
      return quotientOf(first, second);
    case 'product':
      return productOf(first, second);
  }
}

/**
 * Type of one node from the types of its operands. Everything that decides whether an operator may meet its
 * operands is decided here and nowhere else.
 */
export function typeOfNode(
  node: ProgramNode,
  operands: readonly ValueType[],
  language: Language,
): Result<ValueType, TypeFault> {
  if (node.kind === 'operation') return typeOfOperation(node, operands, language);
  const field = fieldIn(language, node.name);
  if (field === null) return unknown(node.name, 'a field of the dataset');
  return success({ frequency: field.frequency, shape: field.shape, dimension: field.dimension });
}

function typeOfOperation(
  node: OperationNode,
  operands: readonly ValueType[],
  language: Language,
): Result<ValueType, TypeFault> {
  const definition = language.operators.get(node.operator);
  if (definition === undefined) return unknown(node.operator, 'an operator of the chosen set');
  const fault =
    checkArguments(node, definition) ??
    checkFrequency(node, definition, operands) ??
    checkShape(definition, operands, language) ??
    checkWindow(node, definition, operands, language) ??
    checkInterval(node, language.session);
  if (fault !== null) return failure(fault);

  const rule = dimensionRuleOf(definition, language);
  const dimensions = operands.map((operand) => operand.dimension);
  const dimension = applyDimensionRule(rule, dimensions);
  if (dimension === null) return failure(dimensionFault(definition, rule, dimensions));
  const shape = operands.every((operand) => operand.shape === 'vector') ? 'vector' : 'matrix';
  return success({ frequency: 'daily', shape, dimension });
}

/** A factor ranks stocks day by day, so it is a dimensionless daily matrix. */
export function checkOutput(type: ValueType): TypeFault | null {
  const subject = 'the factor';
  if (type.frequency === 'minute') {
    return { ...minuteFault(subject), expected: 'one value a day', actual: 'minute bars' };
  }
  if (type.shape === 'vector') {
    return {
      code: 'FORMULA_TYPE',
      subject,
      expected: 'a value for each stock (a matrix)',
      actual: 'one value for the whole market (a vector)',
      remedy: 'use a market vector as a divisor or an operand beside a field of stocks',
    };
  }
  if (isDimensionless(type.dimension)) return null;
  return {
    code: 'FORMULA_DIMENSION',
    subject,
    expected: 'a dimensionless value',
    actual: formatDimension(type.dimension),
    remedy: 'divide by a value of the same dimension, or apply cs_norm or ts_norm',
  };
}

function unknown(name: string, expected: string): Result<never, TypeFault> {
  return failure({ code: 'FORMULA_UNKNOWN_NAME', subject: name, expected, actual: `'${name}'` });
}

function checkArguments(node: OperationNode, definition: OperatorDefinition): TypeFault | null {
  const fault = { code: 'FORMULA_TYPE', subject: definition.name } as const;
  const arity = definition.operands.length;
  if (node.operands.length !== arity) {
    return { ...fault, expected: `${arity} operand(s)`, actual: `${node.operands.length}` };
  }
  if ((node.interval !== null) !== (definition.family === 'interval')) {
    return node.interval === null
      ? { ...fault, expected: 'a reducer and two times', actual: 'none' }
      : { ...fault, expected: 'no interval', actual: 'an interval' };
  }
  return null;
}

function checkFrequency(
  node: OperationNode,
  definition: OperatorDefinition,
  operands: readonly ValueType[],
): TypeFault | null {
  const minutes = operands.filter((operand) => operand.frequency === 'minute').length;
  if (definition.family === 'interval' && minutes === 0) {
    return {
      code: 'FORMULA_TYPE',
      subject: definition.name,
      expected: 'a minute field (lower case)',
      actual: 'daily values',
      remedy: 'name the minute field in lower case, such as close instead of CLOSE',
    };
  }
  if (minutes === 0) return null;
  if (!definition.reducesMinutes || minutes < node.operands.length) return minuteFault(definition.name);
  return null;
}

function minuteFault(subject: string): TypeFault {
  return {
    code: 'FORMULA_TYPE',
    subject,
    expected: 'daily values',
    actual: 'minute bars',
    remedy: `reduce minute data first, such as ts_mean(close,${SESSION_WINDOW}) or interval(volume,sum,9:30,10:00), or name the daily field in upper case`,
  };
}

function checkShape(
  definition: OperatorDefinition,
  operands: readonly ValueType[],
  language: Language,
): TypeFault | null {
  const allowed = definition.vectorOperands[language.operatorSet];
  const offender = operands.findIndex((operand, k) => operand.shape === 'vector' && !allowed.includes(k));
  if (offender < 0) return null;
  return {
    code: 'FORMULA_TYPE',
    subject: definition.name,
    expected: `a value for each stock as operand ${definition.operands[offender]}`,
    actual: 'a market vector',
    remedy:
      definition.vectorOperands.extended.length > 0
        ? 'in the report set a market vector is only a divisor; the extended set broadcasts it'
        : 'a market vector has one value a day, which cannot be compared across stocks',
  };
}

function dimensionFault(
  definition: OperatorDefinition,
  rule: DimensionRule,
  operands: readonly Dimension[],
): TypeFault {
  return {
    code: 'FORMULA_DIMENSION',
    subject: definition.name,
    expected: rule.operands === 'equal' ? 'equal dimensions' : 'a dimensionless operand',
    actual: operands.map(formatDimension).join(' and '),
    remedy:
      rule.operands === 'equal'
        ? 'bring both to one dimension, for example by cs_norm, ts_norm or a division'
        : 'divide by a value of the same dimension, or apply cs_norm or ts_norm',
  };
}
