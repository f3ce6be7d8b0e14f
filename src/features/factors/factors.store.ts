import type { ClientBase, Pool } from 'pg';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { Program } from '../../core/program/program.ts';

/**
 * Makes sure that every program has its row, one a canonical form. Rows go in by the order of their hashes, so
 * that runs side by side cannot deadlock; a factor that is known stays as it is.
 */
export async function insertFactors(client: ClientBase | Pool, programs: readonly Program[]): Promise<void> {
  const distinct = new Map(programs.map((program) => [program.hash, program]));
  const rows = [...distinct.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1));
  await client.query(
    `INSERT INTO factors (id, hash, formula, size, depth, operators, fields)
     SELECT id, hash, formula, size, depth, string_to_array(operators, ' '), string_to_array(fields, ' ')
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[])
       AS f(id, hash, formula, size, depth, operators, fields)
     ON CONFLICT (id) DO NOTHING`,
    [
      rows.map((program) => factorIdOf(program.hash)),
      rows.map((program) => program.hash),
      rows.map((program) => program.text),
      rows.map((program) => program.size),
      rows.map((program) => program.depth),
      rows.map((program) => namesOf(program, 'operation')),
      rows.map((program) => namesOf(program, 'field')),
    ],
  );
}

/** Distinct names of a program's operators or fields, as filters search them. Names hold no spaces. */
function namesOf(program: Program, kind: 'operation' | 'field'): string {
  const names = program.nodes.flatMap((node) => {
    if (node.kind !== kind) return [];
    return [node.kind === 'field' ? node.name : node.operator];
  });
  return [...new Set(names)].sort().join(' ');
}
