import pg from 'pg';

export interface Table {
  readonly name: string;
  /** In the order of the table; what the server computes is left out. */
  readonly columns: readonly string[];
}

/** Tables of the store, each after those that its rows point to. */
export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows: tables } = await client.query<Table>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
       AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> '_prisma_migrations'
     GROUP BY c.relname ORDER BY c.relname`,
  );
  const { rows: keys } = await client.query<{ child: string; parent: string }>(
    `SELECT child.relname AS child, parent.relname AS parent FROM pg_constraint k
     JOIN pg_class child ON child.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid
     WHERE k.contype = 'f' AND child.relnamespace = 'public'::regnamespace AND child.oid <> parent.oid`,
  );
  const ordered: Table[] = [];
  const waiting = [...tables];
  while (waiting.length > 0) {
    const placed = new Set(ordered.map(({ name }) => name));
    const at = waiting.findIndex(({ name }) =>
      keys.every(({ child, parent }) => child !== name || placed.has(parent)),
    );
    if (at < 0)
      throw new Error(`tables point to one another in a circle: ${waiting.map(({ name }) => name)}`);
    ordered.push(...waiting.splice(at, 1));
  }
  return ordered;
}

/** `"name" ("a", "b")`, as COPY wants it. */
export const copyTarget = ({ name, columns }: Table): string =>
  `${pg.escapeIdentifier(name)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;

/** Counters of the tables go on after their largest value. */
export async function setSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT c.relname AS table, a.attname AS column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`,
  );
  for (const { table, column, sequence } of rows) {
    const [from, of] = [pg.escapeIdentifier(table), pg.escapeIdentifier(column)];
    await client.query(`SELECT setval($1, greatest(1, (SELECT max(${of}) FROM ${from})))`, [sequence]);
  }
}
