import { Query, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import { Access } from '../../../platform/auth/access.ts';
import { RunModel } from '../run.models.ts';
import { type WorkerRecord, WorkersStore } from '../workers.store.ts';
import { RunDiagnosisModel, WorkerModel } from './diagnosis.models.ts';
import { diagnosisView } from './diagnosis-view.ts';
import { type DiagnosedRun, RunDiagnosis } from './run-diagnosis.service.ts';

@Resolver(() => RunModel)
export class DiagnosisResolver {
  /** Not cached: it joins only what is asked for in the same moment. */
  private readonly diagnoses: DataLoader<string, DiagnosedRun | null>;

  constructor(
    runDiagnosis: RunDiagnosis,
    private readonly workerRows: WorkersStore,
  ) {
    this.diagnoses = new DataLoader((ids: readonly string[]) => runDiagnosis.ofMany(ids), { cache: false });
  }

  @Access('viewer')
  @Query(() => [WorkerModel], { description: 'Processes that mine, last heard of first.' })
  workers(): Promise<WorkerRecord[]> {
    return this.workerRows.list();
  }

  @ResolveField(() => RunDiagnosisModel, {
    nullable: true,
    description: 'Why it is not moving, in words; null where the run is gone.',
  })
  async diagnosis(run: RunModel): Promise<RunDiagnosisModel | null> {
    const found = await this.diagnoses.load(run.id);
    return found && diagnosisView(found);
  }
}
