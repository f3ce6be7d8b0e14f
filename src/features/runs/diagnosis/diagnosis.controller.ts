import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../../../platform/auth/access.ts';
import { type WorkerRecord, WorkersStore } from '../workers.store.ts';
import { RunDiagnosisModel, WorkerModel } from './diagnosis.models.ts';
import { diagnosisView } from './diagnosis-view.ts';
import { RunDiagnosis } from './run-diagnosis.service.ts';

@ApiTags('runs')
@Controller('v1')
export class DiagnosisController {
  constructor(
    private readonly diagnosis: RunDiagnosis,
    private readonly workerRows: WorkersStore,
  ) {}

  @Access('viewer')
  @Get('runs/:runId/diagnosis')
  @ApiOperation({ summary: 'Why is this run not moving' })
  @ApiParam({ name: 'runId', description: 'Of the run' })
  @ApiOkResponse({ type: RunDiagnosisModel })
  async why(@Param('runId') runId: string): Promise<RunDiagnosisModel> {
    return diagnosisView(await this.diagnosis.of(runId));
  }

  @Access('viewer')
  @Get('workers')
  @ApiOperation({ summary: 'Processes that mine, last heard of first' })
  @ApiOkResponse({ type: [WorkerModel] })
  workers(): Promise<WorkerRecord[]> {
    return this.workerRows.list();
  }
}
