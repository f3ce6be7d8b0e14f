import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';

/** Formulas of a library's members, as runs freeze them. */
@Injectable()
export class LibraryFormulasStore {
  constructor(private readonly database: Database) {}

  /** In the order in which they joined. @throws Refusal NOT_FOUND */
  async membersOf(libraryId: string): Promise<string[]> {
    const id = requireUuid(libraryId, 'libraryId');
    const known = await this.database.pool.query('SELECT 1 FROM libraries WHERE id = $1', [id]);
    if (known.rowCount === 0) {
      throw new Refusal('NOT_FOUND', `library: no library ${id}`, {
        where: 'libraryId',
        remedy: 'list the libraries to see which there are',
      });
    }
    const found = await this.database.pool.query<{ formula: string }>(
      `SELECT f.formula FROM library_members m JOIN factors f ON f.id = m.factor_id
       WHERE m.library_id = $1 AND m.retired_at IS NULL ORDER BY m.id`,
      [id],
    );
    return found.rows.map(({ formula }) => formula);
  }
}
