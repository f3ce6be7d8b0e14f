import { Injectable } from '@nestjs/common';
import type { Period } from '../../../core/experiment/experiment.ts';
import { definitionHash } from '../../../core/experiment/experiment-hash.ts';
import { Database } from '../../../platform/database/database.ts';
import { rowsOfEach } from '../../../platform/database/rows-of-each.ts';
import { recordEvent } from '../../../platform/events/events.store.ts';
import type { LibraryRules } from '../admission-checks.ts';
import type { Health } from './health.ts';

/** A library whose series, or imported values of it, have gone on since its members were looked at. */
export interface LibraryToCare {
  readonly libraryId: string;
  readonly name: string;
  readonly rules: LibraryRules;
  readonly datasetId: string;
  readonly revision: number;
  /** When it was found due, by the database's clock. */
  readonly dueAt: Date;
  /** The dataset and revision on which it was last looked after then; null = never. */
  readonly caredDatasetId: string | null;
  readonly caredRevision: number | null;
  /** It was looked after on this dataset, but values that a member reads were imported since. */
  readonly again: boolean;
}

export interface MemberToCare {
  readonly factorId: string;
  readonly formula: string;
  /** Signed mean IC of the rules' kind on the rules' period, as it was measured; null where it was not kept. */
  readonly admissionIc: number | null;
}

export interface HealthRecord extends Health {
  readonly factorId: string;
  readonly formula: string;
  readonly datasetId: string;
  readonly at: Date;
  readonly periodFrom: string;
  readonly periodTo: string;
}

export interface SignalRecord {
  readonly factorId: string;
  readonly formula: string;
  readonly days: string[];
  readonly figures: Buffer;
}

export interface LibrarySignalRows {
  /** Null before the first care. */
  readonly datasetId: string | null;
  readonly symbols: readonly string[];
  readonly rows: readonly SignalRecord[];
}

interface Cared {
  readonly factorId: string;
  readonly health: Health;
  readonly period: Period;
  /** Null where its formula can no longer be computed. */
  readonly signal: { readonly days: readonly string[]; readonly figures: Buffer } | null;
}

@Injectable()
export class LibraryCareStore {
  constructor(private readonly database: Database) {}

  /**
   * Libraries with members that were not looked at on their latest dataset: it is new, or they are, or imported values that
   * they read.
   */
  async due(most: number): Promise<LibraryToCare[]> {
    const { rows } = await this.database.pool.query<LibraryToCare>(
      `WITH reading AS MATERIALIZED (
         SELECT m.library_id, max(v.changed_at) AS imported_at
         FROM imported_values v JOIN factors f ON f.fields @> ARRAY['imported_' || v.name]
         JOIN library_members m ON m.factor_id = f.id
         WHERE v.deleted_at IS NULL AND m.retired_at IS NULL GROUP BY m.library_id)
       SELECT l.id AS "libraryId", l.name, l.rules, l.revision, latest.id AS "datasetId", now() AS "dueAt",
         l.cared_dataset_id AS "caredDatasetId", l.cared_revision AS "caredRevision", NOT due.anew AS again
       FROM libraries l JOIN datasets d ON d.id = (l.rules->>'datasetId')::uuid
       CROSS JOIN LATERAL (SELECT id FROM datasets WHERE series_id = d.series_id ORDER BY sequence DESC LIMIT 1) latest
       CROSS JOIN LATERAL (SELECT l.cared_dataset_id IS DISTINCT FROM latest.id
         OR l.cared_revision IS DISTINCT FROM l.revision AS anew) due
       WHERE (due.anew OR EXISTS (SELECT 1 FROM reading r WHERE r.library_id = l.id AND r.imported_at >
           (SELECT max(h.at) FROM member_health h WHERE h.library_id = l.id AND h.dataset_id = latest.id)))
         AND EXISTS (SELECT 1 FROM library_members m WHERE m.library_id = l.id AND m.retired_at IS NULL)
       ORDER BY l.id LIMIT $1`,
      [most],
    );
    return rows;
  }

  /** Present members with what they were admitted by; of those that joined before that was kept, as it was measured. */
  async members({ libraryId, rules }: LibraryToCare): Promise<MemberToCare[]> {
    const ic = rules.icKind === 'rank' ? 'e.rank_ic' : 'e.ic';
    const { rows } = await this.database.pool.query<MemberToCare>(
      `SELECT m.factor_id AS "factorId", f.formula, coalesce(m.admission_ic,
         (SELECT ${ic} FROM evaluations e JOIN evaluation_keys k ON k.id = e.key_id JOIN datasets d ON d.id = k.dataset_id
          WHERE e.factor_id = m.factor_id AND k.period_from = $3::date AND k.period_to = $4::date AND k.definition_hash = $5
            AND d.series_id = (SELECT series_id FROM datasets WHERE id = $2)
          ORDER BY e.statistics IS NULL, e.id DESC LIMIT 1)) AS "admissionIc"
       FROM library_members m JOIN factors f ON f.id = m.factor_id
       WHERE m.library_id = $1 AND m.retired_at IS NULL ORDER BY m.id`,
      [libraryId, rules.datasetId, rules.period.from, rules.period.to, definitionHash(rules.definition)],
    );
    return rows;
  }

  /**
   * Everything of one care in one transaction: health, signals, and the events that tell of them. A library that another
   * worker has cared for meanwhile is left as it is.
   */
  async finish(library: LibraryToCare, cared: readonly Cared[]): Promise<void> {
    const { libraryId, datasetId, name, revision, dueAt, again, caredDatasetId, caredRevision } = library;
    await this.database.transaction(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE libraries SET cared_dataset_id = $2, cared_revision = $3 WHERE id = $1
           AND cared_dataset_id IS NOT DISTINCT FROM $4 AND cared_revision IS NOT DISTINCT FROM $5 AND (NOT $6 OR
             (SELECT max(at) FROM member_health WHERE library_id = $1 AND dataset_id = $2) < $7)`,
        [libraryId, datasetId, revision, caredDatasetId, caredRevision, again, dueAt],
      );
      if (rowCount === 0) return;
      await client.query('DELETE FROM signals WHERE library_id = $1 AND dataset_id = $2', [
        libraryId,
        datasetId,
      ]);
      await client.query('DELETE FROM member_health WHERE library_id = $1 AND dataset_id = $2', [
        libraryId,
        datasetId,
      ]);
      for (const { factorId, health, period, signal } of cared) {
        await client.query(
          `INSERT INTO member_health (library_id, factor_id, dataset_id, period_from, period_to, days, ic, standard_error,
             admission_ic, share, faded, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
          [
            libraryId,
            factorId,
            datasetId,
            period.from,
            period.to,
            health.days,
            health.ic,
            health.standardError,
            health.admissionIc,
            health.share,
            health.faded,
            dueAt,
          ],
        );
        if (signal) {
          await client.query(
            `INSERT INTO signals (library_id, dataset_id, factor_id, days, figures) VALUES ($1, $2, $3, $4, $5)`,
            [libraryId, datasetId, factorId, signal.days, signal.figures],
          );
        }
        if (!health.faded) continue;
        await recordEvent(client, {
          kind: 'MEMBER_FADED',
          subjectId: libraryId,
          detail: { library: name, factorId, datasetId, ...health },
          once: `library:${libraryId}:${factorId}:faded:${datasetId}`,
        });
      }
      await recordEvent(client, {
        kind: 'SIGNALS_READY',
        subjectId: libraryId,
        detail: {
          library: name,
          datasetId,
          revision,
          days: cared.find(({ signal }) => signal)?.signal?.days ?? [],
          members: cared.filter(({ signal }) => signal).length,
        },
        // Members whose imported values came later are told of anew: there are more of them then.
        once: `library:${libraryId}:signals:${datasetId}:${revision}:${cared.filter(({ signal }) => signal).length}`,
      });
    });
  }

  /** Of each library, latest first; of one member, or all. */
  healthOf(libraryIds: readonly string[], factorId: string | null, most: number): Promise<HealthRecord[][]> {
    return rowsOfEach<HealthRecord>(
      this.database.pool,
      libraryIds,
      `SELECT h.factor_id AS "factorId", f.formula, h.dataset_id AS "datasetId", h.at,
         to_char(h.period_from, 'YYYY-MM-DD') AS "periodFrom", to_char(h.period_to, 'YYYY-MM-DD') AS "periodTo", h.days, h.ic,
         h.standard_error AS "standardError", h.admission_ic AS "admissionIc", h.share, h.faded
       FROM member_health h JOIN factors f ON f.id = h.factor_id
       WHERE h.library_id = p.id AND ($2::uuid IS NULL OR h.factor_id = $2)
       ORDER BY h.at DESC, h.factor_id DESC LIMIT $3`,
      [factorId, most],
    );
  }

  /** Of each library on the latest dataset that was looked at, in the order in which members joined. */
  async signalsOf(libraryIds: readonly string[]): Promise<LibrarySignalRows[]> {
    const found = await rowsOfEach<SignalRecord & { readonly datasetId: string; readonly symbols: string[] }>(
      this.database.pool,
      libraryIds,
      `SELECT s.dataset_id AS "datasetId", s.factor_id AS "factorId", f.formula, s.days, s.figures,
         CASE WHEN row_number() OVER (ORDER BY s.factor_id) = 1 THEN d.manifest -> 'symbols' END AS symbols
       FROM libraries l JOIN signals s ON s.library_id = l.id AND s.dataset_id = l.cared_dataset_id
       JOIN datasets d ON d.id = s.dataset_id JOIN factors f ON f.id = s.factor_id
       WHERE l.id = p.id ORDER BY s.factor_id`,
    );
    return found.map((rows) => ({
      datasetId: rows[0]?.datasetId ?? null,
      symbols: rows[0]?.symbols ?? [],
      rows,
    }));
  }
}
