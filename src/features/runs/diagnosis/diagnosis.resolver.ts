import { Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../../platform/auth/access.ts';
import { RunModel } from '../run.models.ts';
import { type WorkerRecord, WorkersStore } from '../workers.store.ts';
import { RunDiagnosisModel, WorkerModel } from './diagnosis.models.ts';
import { diagnosisView } from './diagnosis-view.ts';
import { RunDiagnosis } from './run-diagnosis.service.ts';

@Resolver(() => RunModel)
export class DiagnosisResolver {
  constructor(
    private readonly runDiagnosis: RunDiagnosis,
    private readonly workerRows: WorkersStore,
  ) {}

  @Access('viewer')
  @Query(() => [WorkerModel], { description: 'Processes that mine, last heard of first.' })
  workers(): Promise<WorkerRecord[]> {
    return this.workerRows.list();
  }

  @ResolveField(() => RunDiagnosisModel, { description: 'Why it is not moving, in words.' })
  async diagnosis(run: RunModel): Promise<RunDiagnosisModel> {
    return diagnosisView(await this.runDiagnosis.of(run.id));
  }
}
