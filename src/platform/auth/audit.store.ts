import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../database/database.ts';
import { requireUuid } from '../paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../paging/page.ts';
import type { Asked } from './asked.ts';
import type { Identity } from './key-ring.ts';

export interface AuditRecord {
  readonly id: string;
  readonly at: Date;
  readonly keyId: string | null;
  readonly who: string;
  readonly role: string;
  readonly operation: string;
  readonly subject: string | null;
  readonly requestId: string | null;
  readonly outcome: string;
}

export interface AuditFilter {
  readonly who?: string;
  readonly subject?: string;
  readonly operation?: string;
}

const COLUMNS = `id, at, key_id AS "keyId", who, role, operation, subject, request_id AS "requestId", outcome`;

/** Who changed what, and who was kept from it. */
@Injectable()
export class Audit {
  private readonly logger = new Logger(Audit.name);

  constructor(private readonly database: Database) {}

  /**
   * What cannot be written is logged instead: the change has happened, and its caller must hear so.
   * @param outcome DONE, or the code of the refusal
   */
  async record(
    asked: Asked,
    caller: Identity,
    outcome: string,
    subject: string | null = null,
  ): Promise<void> {
    const { operation, request } = asked;
    try {
      await this.database.pool.query(
        `INSERT INTO audit (id, key_id, who, role, operation, subject, request_id, outcome)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [uuidv7(), caller.keyId, caller.name, caller.role, operation, subject, request?.id ?? null, outcome],
      );
    } catch (error) {
      this.logger.error(
        `not in the audit: ${caller.name} ${operation} ${subject ?? ''}: ${outcome} (${String(error)})`,
      );
    }
  }

  /** Newest first. @throws Refusal INVALID_INPUT */
  async list({ who, subject, operation }: AuditFilter, page: PageRequest): Promise<Page<AuditRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const { rows } = await this.database.pool.query<AuditRecord>(
      `SELECT ${COLUMNS} FROM audit
       WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR who = $2)
         AND ($3::text IS NULL OR subject = $3) AND ($4::text IS NULL OR operation = $4)
       ORDER BY id DESC LIMIT $5`,
      [after, who ?? null, subject ?? null, operation ?? null, page.pageSize + 1],
    );
    return toPage(rows, page.pageSize, (entry) => [entry.id]);
  }
}
