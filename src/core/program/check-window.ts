import type { OperatorDefinition } from '../operator/operator.ts';
import { type Language, type OperationNode, SESSION_WINDOW, type ValueType } from './program.ts';
import type { TypeFault } from './type-fault.ts';

/** Longest window of a language that allows any. */
export const MAXIMUM_WINDOW = 1000;

/** Daily windows keep to the operator's minimum and the language's list; minute bars take the whole session. */
export function checkWindow(
  node: OperationNode,
  definition: OperatorDefinition,
  operands: readonly ValueType[],
  language: Language,
): TypeFault | null {
  const minimum = definition.minimumWindow;
  const overMinutes = operands.some((operand) => operand.frequency === 'minute');
  const expected = expectedWindow(minimum, overMinutes, language);
  if (isLegal(node.window, minimum, overMinutes, language)) return null;
  return {
    code: 'FORMULA_WINDOW',
    subject: definition.name,
    expected,
    actual: node.window === null ? 'none' : `${node.window}`,
    ...(overMinutes && {
      remedy: 'minute bars are reduced over the whole session; interval takes a part of it',
    }),
  };
}

function isLegal(
  window: number | null,
  minimum: number | null,
  overMinutes: boolean,
  language: Language,
): boolean {
  if (window === null || minimum === null) return window === minimum;
  if (overMinutes) return window === SESSION_WINDOW;
  if (!Number.isInteger(window) || window < minimum || window > MAXIMUM_WINDOW) return false;
  return language.windows === null || language.windows.includes(window);
}

function expectedWindow(minimum: number | null, overMinutes: boolean, language: Language): string {
  if (minimum === null) return 'no window';
  if (overMinutes) return `window ${SESSION_WINDOW} (the whole session) on minute bars`;
  if (language.windows === null) return `a whole window from ${minimum} to ${MAXIMUM_WINDOW}`;
  const legal = language.windows.filter((window) => window >= minimum);
  return `a window of ${legal.join(', ') || 'this experiment, which allows none here'}`;
}

/** Daily windows that the operator may take in a language that lists them, ascending as listed. */
export function legalWindows(definition: OperatorDefinition, language: Language): readonly number[] {
  const minimum = definition.minimumWindow;
  if (minimum === null) return [];
  return (language.windows ?? []).filter((window) => window >= minimum && window <= MAXIMUM_WINDOW);
}
