import type { Pool, QueryResultRow } from 'pg';

/**
 * Rows of many parents by one statement, where each would else cost one of its own.
 * @param ids of the parents
 * @param statement rows of one parent, which it names `p.id`; with its order and limit. Its values count from $2
 * @returns for each parent, in the order of the ids, its rows in the order of the statement
 */
export async function rowsOfEach<R extends QueryResultRow>(
  pool: Pool,
  ids: readonly string[],
  statement: string,
  values: readonly unknown[] = [],
): Promise<R[][]> {
  const { rows } = await pool.query<R & { readonly parentAt: string; readonly rowAt: string }>(
    `SELECT each.*, p.at AS "parentAt" FROM unnest($1::uuid[]) WITH ORDINALITY AS p(id, at)
     CROSS JOIN LATERAL (SELECT one.*, row_number() OVER () AS "rowAt" FROM (${statement}) one) each
     ORDER BY p.at, each."rowAt"`,
    [ids, ...values],
  );
  const found = ids.map((): R[] => []);
  for (const { parentAt, rowAt: _, ...row } of rows) found[Number(parentAt) - 1]!.push(row as unknown as R);
  return found;
}
