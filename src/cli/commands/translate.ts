import type { Command } from 'commander';
import type { DialectNote } from '../../core/dialect/dialect-note.ts';
import { writePandas } from '../../core/dialect/pandas/write-pandas.ts';
import { readQlib } from '../../core/dialect/qlib/read-qlib.ts';
import { writeQlib } from '../../core/dialect/qlib/write-qlib.ts';
import { readWorldQuant } from '../../core/dialect/worldquant/read-worldquant.ts';
import { STANDARD_FIELDS } from '../../core/program/fields.ts';
import { openLanguage } from '../../core/program/language.ts';
import { parseProgram } from '../../core/program/parse.ts';
import type { Program } from '../../core/program/program.ts';
import { oneOf } from '../market-options.ts';

interface Options {
  readonly from: string;
  readonly to: string;
  readonly json: boolean;
}

interface Read {
  readonly program: Program;
  readonly negated: boolean;
  readonly notes: readonly DialectNote[];
}

const FROM = ['factormine', 'qlib', 'worldquant'] as const;
const TO = ['factormine', 'pandas', 'qlib'] as const;
/** The standard fields, of no market in particular. */
const LANGUAGE = openLanguage({ fields: STANDARD_FIELDS, session: null });

export function configure(command: Command): void {
  command
    .argument('<text>', 'a formula; one that starts with a minus sign stands after --')
    .option('--from <language>', FROM.join(', '), 'factormine')
    .option('--to <language>', TO.join(', '), 'factormine')
    .option('--json', 'text, notes and whether it is the negative, one JSON object', false)
    .action(translate);
}

/** Text to standard output, what differs in meaning to standard error. */
function translate(text: string, options: Options): void {
  const { program, negated, notes } = read(text, oneOf('--from', options.from, FROM));
  const written = write(program, oneOf('--to', options.to, TO));
  const all = [...new Map([...notes, ...written.notes].map((note) => [note.code, note])).values()];
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ text: written.text, negated, notes: all }, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${written.text.trimEnd()}\n`);
  for (const note of all) process.stderr.write(`${note.code}: ${note.text}\n`);
}

function read(text: string, from: (typeof FROM)[number]): Read {
  if (from === 'factormine') {
    const parsed = parseProgram(text, LANGUAGE);
    if (!parsed.ok) throw parsed.error;
    return { program: parsed.value, negated: false, notes: [] };
  }
  const foreign = from === 'qlib' ? readQlib(text, LANGUAGE) : readWorldQuant(text, LANGUAGE);
  if (!foreign.ok) throw foreign.error;
  return foreign.value;
}

function write(program: Program, to: (typeof TO)[number]): { text: string; notes: readonly DialectNote[] } {
  switch (to) {
    case 'factormine':
      return { text: program.text, notes: [] };
    case 'pandas':
      return writePandas(program, null);
    case 'qlib':
      return writeQlib(program);
  }
}
