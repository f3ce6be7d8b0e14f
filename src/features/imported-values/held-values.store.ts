import type { ClientBase } from 'pg';
import { unknownImported } from '../../compute/imported/imported-source.ts';
import { importedNameOf } from '../../core/program/imported-field.ts';

/**
 * Keeps the imported values that a factor reads from being deleted until the transaction ends, which makes their use known.
 * @throws Refusal FORMULA_UNKNOWN_NAME where some were deleted already
 */
export async function holdImportedValues(client: ClientBase, factorId: string): Promise<void> {
  const factor = await client.query<{ fields: string[] }>('SELECT fields FROM factors WHERE id = $1', [
    factorId,
  ]);
  const names = (factor.rows[0]?.fields ?? []).map(importedNameOf).filter((name) => name !== null);
  if (names.length === 0) return;
  const held = await client.query<{ name: string }>(
    'SELECT name FROM imported_values WHERE name = ANY($1::text[]) AND deleted_at IS NULL ORDER BY name FOR SHARE',
    [names],
  );
  const known = new Set(held.rows.map(({ name }) => name));
  const missing = names.find((name) => !known.has(name));
  if (missing !== undefined)
    throw unknownImported(missing, 'they were deleted; import them under another name');
}
