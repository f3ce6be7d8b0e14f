import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Database } from '../../platform/database/database.ts';
import { chainOf, digestOf, type GenerationDigest, type Newborn } from './generation-digests.ts';

/** Generations that are read at a time to be hashed. */
const GENERATIONS_A_READ = 20;

/** What is known of a generation to check it by. */
export interface GenerationProof {
  readonly generation: number;
  readonly populationHash: string;
  /** Null where the run was never pruned. */
  readonly stored: GenerationDigest | null;
  /** Individuals born in it that are kept, and their digest. */
  readonly kept: number;
  readonly keptDigest: string;
}

export interface PruningRecord {
  readonly runId: string;
  /** Populations of generations before this one are no longer whole. */
  readonly beforeGeneration: number;
  readonly individuals: number;
  readonly prunedAt: Date;
}

/** What proves what a pruned run was. */
@Injectable()
export class DigestsStore {
  constructor(private readonly database: Database) {}

  /** What went of a run; null where nothing did. */
  async pruning(runId: string): Promise<PruningRecord | null> {
    const found = await this.database.pool.query<PruningRecord>(
      `SELECT run_id AS "runId", before_generation AS "beforeGeneration", individuals, pruned_at AS "prunedAt"
       FROM run_prunings WHERE run_id = $1`,
      [runId],
    );
    return found.rows[0] ?? null;
  }

  /** Every generation of a run, ascending, some at a time. */
  async *proofs(runId: string): AsyncGenerator<GenerationProof> {
    for (let from = 0; ; from += GENERATIONS_A_READ) {
      const to = from + GENERATIONS_A_READ - 1;
      const born = await newbornsOf(this.database.pool, runId, from, to);
      if (born.length === 0) return;
      const stored = await this.database.pool.query<GenerationDigest>(
        `SELECT generation, born, digest, chain FROM generation_digests
         WHERE run_id = $1 AND generation BETWEEN $2 AND $3`,
        [runId, from, to],
      );
      for (const { generation, populationHash, newborns } of born) {
        yield {
          generation,
          populationHash,
          stored: stored.rows.find((each) => each.generation === generation) ?? null,
          kept: newborns.length,
          keptDigest: digestOf(newborns),
        };
      }
    }
  }
}

/** Digests that are there stay: they were taken while all individuals were. */
export async function addDigests(client: PoolClient, runId: string, last: number): Promise<void> {
  const known = await client.query<{ generation: number; chain: string }>(
    'SELECT generation, chain FROM generation_digests WHERE run_id = $1 ORDER BY generation DESC LIMIT 1',
    [runId],
  );
  let chain = known.rows[0]?.chain ?? null;
  for (let from = (known.rows[0]?.generation ?? -1) + 1; from <= last; from += GENERATIONS_A_READ) {
    const to = Math.min(last, from + GENERATIONS_A_READ - 1);
    const born = await newbornsOf(client, runId, from, to);
    for (const { generation, populationHash, newborns } of born) {
      const digest = digestOf(newborns);
      chain = chainOf(chain, { generation, digest }, populationHash);
      await client.query(
        'INSERT INTO generation_digests (run_id, generation, born, digest, chain) VALUES ($1, $2, $3, $4, $5)',
        [runId, generation, newborns.length, digest, chain],
      );
    }
  }
}

type Client = PoolClient | Database['pool'];

interface BornGeneration {
  readonly generation: number;
  readonly populationHash: string;
  readonly newborns: readonly Newborn[];
}

/** Those born in generations `from` to `to`, as far as they are kept. */
async function newbornsOf(
  client: Client,
  runId: string,
  from: number,
  to: number,
): Promise<BornGeneration[]> {
  const generations = await client.query<Omit<BornGeneration, 'newborns'>>(
    `SELECT generation, population_hash AS "populationHash" FROM generations
     WHERE run_id = $1 AND generation BETWEEN $2 AND $3 ORDER BY generation`,
    [runId, from, to],
  );
  const born = await client.query<Newborn>(
    `SELECT f.hash, i.birth_generation AS "birthGeneration", i.slot, i.judgement
     FROM individuals i JOIN factors f ON f.id = i.factor_id
     WHERE i.run_id = $1 AND i.birth_generation BETWEEN $2 AND $3`,
    [runId, from, to],
  );
  const byGeneration = new Map<number, Newborn[]>();
  for (const one of born.rows) {
    const peers = byGeneration.get(one.birthGeneration);
    if (peers) peers.push(one);
    else byGeneration.set(one.birthGeneration, [one]);
  }
  return generations.rows.map((each) => ({ ...each, newborns: byGeneration.get(each.generation) ?? [] }));
}
