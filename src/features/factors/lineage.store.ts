import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';

/** A birth: in a generation of a run, a mutation made the child of the parent. */
export interface LineageEdge {
  readonly runId: string;
  readonly generation: number;
  readonly slot: number;
  readonly childId: string;
  readonly parentId: string;
  readonly mutation: string;
  readonly before: string;
  readonly after: string;
  /** |mean IC| of child and parent in that run, and what the mutation changed of it. */
  readonly childFitness: number | null;
  readonly parentFitness: number | null;
}

export interface LineageNode {
  readonly factorId: string;
  readonly formula: string;
  /** Steps from the factor that was asked for; 0 is the factor itself. */
  readonly distance: number;
}

export interface LineageGraph {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  /** More relatives exist than were read. */
  readonly truncated: boolean;
}

export type LineageDirection = 'ancestors' | 'descendants';

/** An answer larger than this helps nobody; the graph says that it was cut. */
const MAXIMUM_NODES = 2_000;
/** Of a factor that many runs have found, the latest births tell enough. */
const MOST_PARENTS = 10;

const EDGE = `run_id AS "runId", generation, slot, child_id AS "childId", parent_id AS "parentId", mutation, before, after,
  child_fitness AS "childFitness", parent_fitness AS "parentFitness"`;

/** The family of a factor over all runs. Between factors there can be cycles: every factor is visited once. */
@Injectable()
export class LineageStore {
  constructor(private readonly database: Database) {}

  /**
   * Breadth first, one statement a level, so that a cycle costs nothing and a wide family stops at the limit.
   * @param depth levels to follow, at least 1
   */
  async graph(factorId: string, direction: LineageDirection, depth: number): Promise<LineageGraph> {
    const distances = new Map([[factorId, 0]]);
    const edges: LineageEdge[] = [];
    let frontier = [factorId];
    let truncated = false;
    for (let distance = 1; distance <= depth && frontier.length > 0; distance++) {
      const found = await this.edgesOf(frontier, direction);
      const next: string[] = [];
      for (const edge of found) {
        const relative = direction === 'ancestors' ? edge.parentId : edge.childId;
        const isNew = !distances.has(relative);
        if (isNew && distances.size >= MAXIMUM_NODES) {
          truncated = true;
          continue;
        }
        edges.push(edge);
        if (!isNew) continue;
        distances.set(relative, distance);
        next.push(relative);
      }
      frontier = next;
    }
    return { nodes: await this.nodesOf(distances), edges, truncated };
  }

  /** Latest births of each factor, latest first, in the order of the ids; none where it was drawn or handed over. */
  async parentsOf(childIds: readonly string[]): Promise<LineageEdge[][]> {
    const found = await this.database.pool.query<LineageEdge & { readonly nth: string }>(
      // A limit for each child by itself would tempt the planner to walk through all births in the order of their runs.
      `SELECT * FROM (
         SELECT ${EDGE}, row_number() OVER (PARTITION BY child_id ORDER BY run_id DESC, generation DESC, slot DESC) AS nth
         FROM lineage WHERE child_id = ANY($1::uuid[]) AND parent_id <> child_id) birth
       WHERE nth <= ${MOST_PARENTS} ORDER BY "childId", nth`,
      [childIds],
    );
    const byChild = new Map<string, LineageEdge[]>(childIds.map((id) => [id, []]));
    for (const { nth: _nth, ...edge } of found.rows) byChild.get(edge.childId)?.push(edge);
    return childIds.map((id) => byChild.get(id) ?? []);
  }

  /** The first run in which each factor lived, in the order of the ids; ids of runs ascend with time. */
  async firstRunsOf(factorIds: readonly string[]): Promise<({ id: string; name: string | null } | null)[]> {
    const found = await this.database.pool.query<{ factorId: string; id: string; name: string | null }>(
      `SELECT f.factor_id AS "factorId", r.id, r.name FROM (
         SELECT DISTINCT ON (factor_id) factor_id, run_id FROM individuals
         WHERE factor_id = ANY($1::uuid[]) ORDER BY factor_id, run_id) f JOIN runs r ON r.id = f.run_id`,
      [factorIds],
    );
    const runs = new Map(found.rows.map(({ factorId, id, name }) => [factorId, { id, name }]));
    return factorIds.map((id) => runs.get(id) ?? null);
  }

  private async edgesOf(frontier: readonly string[], direction: LineageDirection): Promise<LineageEdge[]> {
    const [known, wanted] = direction === 'ancestors' ? ['child_id', 'parent_id'] : ['parent_id', 'child_id'];
    const found = await this.database.pool.query<LineageEdge>(
      // Of many births of one child by one parent, the first is told.
      `SELECT DISTINCT ON (${known}, ${wanted}) ${EDGE}
       FROM lineage WHERE ${known} = ANY($1::uuid[]) AND child_id <> parent_id
       ORDER BY ${known}, ${wanted}, run_id, generation, slot LIMIT ${5 * MAXIMUM_NODES}`,
      [frontier],
    );
    return found.rows;
  }

  private async nodesOf(distances: ReadonlyMap<string, number>): Promise<LineageNode[]> {
    const found = await this.database.pool.query<{ id: string; formula: string }>(
      'SELECT id, formula FROM factors WHERE id = ANY($1::uuid[])',
      [[...distances.keys()]],
    );
    return found.rows
      .map(({ id, formula }) => ({ factorId: id, formula, distance: distances.get(id) ?? 0 }))
      .sort((a, b) => a.distance - b.distance || (a.factorId < b.factorId ? -1 : 1));
  }
}
