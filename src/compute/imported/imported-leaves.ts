import type { Panel } from '../panel/panel.ts';
import type { ImportedLeaf, LeafValues } from '../plan/leaf.ts';
import type { KeptLeaves } from '../reduction/kept-leaves.ts';
import { alignInThread } from './align-in-thread.ts';
import type { ImportedSource, ImportedVersion } from './imported-source.ts';
import { requireReached } from './require-reached.ts';

/**
 * Imported values as panels need them: looked up by name with every question, read and aligned once a panel and
 * version, away from this thread.
 */
export class ImportedLeaves {
  /** @param kept shared with other leaves, whose limit holds for all */
  constructor(
    private readonly source: ImportedSource,
    private readonly kept: KeptLeaves,
  ) {}

  /**
   * The leaves with their values [days x symbols] of the panel on shared memory; NaN where the file has none. Read only.
   * @param until last day that is asked for, `YYYY-MM-DD`
   * @throws Refusal FORMULA_UNKNOWN_NAME; VALUES_BEHIND where days are asked for that come after the last imported one:
   *   a figure without them would be another once they are there; DATASET_CHANGED where a file is not what was imported
   */
  async load(panel: Panel, leaves: readonly ImportedLeaf[], until: string): Promise<LeafValues[]> {
    if (leaves.length === 0) return [];
    const versions = await this.source.versions(leaves.map(({ imported }) => imported));
    for (const version of versions) requireReached(version, panel.days, until);
    const keys = versions.map(({ name, hash }) => JSON.stringify([panel.datasetHash, name, hash]));
    for (const [at, version] of versions.entries()) this.begin(panel, keys[at]!, version);
    const values = await Promise.all(keys.map((key) => this.kept.use(key)));
    this.kept.makeRoom(new Set(keys));
    return leaves.map((leaf, at) => ({ leaf, values: values[at]!, version: versions[at]!.hash }));
  }

  private begin({ days, symbols }: Panel, key: string, { name, hash, path }: ImportedVersion): void {
    if (this.kept.has(key)) return;
    const values = alignInThread({ name, hash, path, days, symbols });
    this.kept.keep(key, values, days.length * symbols.length * Float64Array.BYTES_PER_ELEMENT);
  }
}
