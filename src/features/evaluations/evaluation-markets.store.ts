import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';

@Injectable()
export class EvaluationMarketsStore {
  constructor(private readonly database: Database) {}

  /** Content hash of a dataset: the name of its folder. @throws Refusal NOT_FOUND */
  async hashOf(datasetId: string): Promise<string> {
    const found = await this.database.pool.query<{ hash: string }>(
      'SELECT hash FROM datasets WHERE id = $1',
      [requireUuid(datasetId, 'datasetId')],
    );
    if (found.rows[0]) return found.rows[0].hash;
    throw new Refusal('NOT_FOUND', `dataset: no dataset ${datasetId}`, {
      where: 'datasetId',
      remedy: 'list the datasets to see which there are',
    });
  }
}
