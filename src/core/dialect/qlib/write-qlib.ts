import { importedNameOf } from '../../program/imported-field.ts';
import { printNode } from '../../program/print.ts';
import type { OperationNode, Program } from '../../program/program.ts';
import { notesOf, type Translation } from '../dialect-note.ts';
import { untranslatable } from '../untranslatable.ts';
import { EULER, QLIB_FUNCTIONS, qlibFieldOf } from './qlib-fields.ts';
import { qlibNotesOf } from './qlib-notes.ts';

/**
 * A program as an expression of qlib's expression engine. Where an operator has no counterpart of its own but can be composed
 * (ts_norm, sigmoid, ts_decay_linear), the parts are written as functions, so that `readQlib` knows them again; arithmetic of the
 * program itself is written infix.
 * @throws Refusal FORMULA_UNTRANSLATABLE for operators across stocks, minute data and imported values, which expressions cannot hold
 */
export function writeQlib(program: Program): Translation {
  const texts: string[] = [];
  for (const [index, node] of program.nodes.entries()) {
    if (node.type.frequency === 'minute' || isOfMinutes(program, node))
      throw minutes(printNode(program.nodes, index));
    if (node.kind === 'field' && importedNameOf(node.name) !== null) throw importedValues(node.name);
    texts.push(
      node.kind === 'field'
        ? qlibFieldOf(node.name)
        : writeOperation(
            node,
            node.operands.map((at) => texts[at]!),
          ),
    );
  }
  return { text: texts.at(-1)!, notes: notesOf(qlibNotesOf(program.nodes)) };
}

const isOfMinutes = ({ nodes }: Program, node: Program['nodes'][number]): boolean =>
  node.kind === 'operation' && node.operands.some((at) => nodes[at]!.type.frequency === 'minute');

function writeOperation({ operator, window }: OperationNode, operands: readonly string[]): string {
  const [x, y] = operands as [string, string];
  switch (operator) {
    case 'add':
      return `(${x}+${y})`;
    case 'subtract':
      return `(${x}-${y})`;
    case 'multiply':
      return `(${x}*${y})`;
    case 'protecteddiv':
      return `(${x}/${y})`;
    case 'ts_norm':
      return `Div(Sub(${x},Mean(${x},${window})),Std(${x},${window}))`;
    case 'sigmoid':
      return `Div(1,Add(1,Power(${EULER},Mul(-1,${x}))))`;
    case 'ts_decay_linear':
      return writeDecay(x, window!);
  }
  const name = QLIB_FUNCTIONS.get(operator);
  if (name === undefined) throw acrossStocks(operator);
  return `${name}(${[...operands, ...(window === null ? [] : [window])].join(',')})`;
}

/** WMA is (1/n) sum(j x) / (n(n-1)/2) over j = 0 .. n-1; weights 1 .. n are (n(n-1) WMA + 2 Mean) / (n+1). WMA of 1 is 0/0. */
const writeDecay = (x: string, n: number): string =>
  n === 1
    ? `Div(Mul(2,Mean(${x},1)),2)`
    : `Div(Add(Mul(${n * (n - 1)},WMA(${x},${n})),Mul(2,Mean(${x},${n}))),${n + 1})`;

const acrossStocks = (operator: string): Error =>
  untranslatable(
    operator,
    {
      expected: 'operators on one stock at a time, as qlib expressions are',
      actual: `${operator}, which compares the stocks of a day`,
      remedy:
        'use the pandas code; or apply CSRankNorm or CSZScoreNorm as a processor where it is the outermost operator',
    },
    null,
  );

const importedValues = (field: string): Error =>
  untranslatable(
    field,
    {
      expected: 'fields of the market',
      actual: 'imported values, which the data of qlib do not hold',
      remedy:
        'export the values of the formula instead, or write it as pandas code, which takes them as a frame',
    },
    null,
  );

const minutes = (text: string): Error =>
  untranslatable(
    text,
    {
      expected: 'daily fields',
      actual: 'minute bars',
      remedy: 'use the pandas code; or store the daily value of the minute bars as a feature',
    },
    null,
  );
