/** Rows in the order of the ids, each found or null: what loaders want. */
export function inOrderOf<R extends { readonly id: string }>(
  ids: readonly string[],
  rows: readonly R[],
): (R | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}
