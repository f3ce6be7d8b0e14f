import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { DistinctTopFactors } from '../factors/distinct-top-factors.service.ts';
import type { PeriodRole } from '../factors/factor.enums.ts';
import { Measurements } from '../factors/measurements.service.ts';
import { RunTopEvaluations } from '../factors/run-top.service.ts';
import type { AdmissionStep } from './schedule-template.ts';

/** The best of a run that are measured in full: enough that some remain when like ones are left out. */
const MEASURED_FOR_EACH = 3;
const LEAST_MEASURED = 50;
const MOST_MEASURED = 500;

/** Whom a slot's run puts forward: its best distinct factors, once they are measured. */
@Injectable()
export class SlotCandidates {
  constructor(
    private readonly runTop: RunTopEvaluations,
    private readonly distinct: DistinctTopFactors,
    private readonly measurements: Measurements,
  ) {}

  /** Whether the run's best are measured on all its periods; if not, sees that a worker does it. */
  async areMeasured(runId: string, step: AdmissionStep): Promise<boolean> {
    if (await this.runTop.isMeasured(runId, measuredFor(step))) return true;
    await this.runTop.request(runId, measuredFor(step));
    return false;
  }

  /** What is measured already is not measured again. @param onProgress told after each factor */
  async measure(runId: string, step: AdmissionStep, onProgress: () => Promise<void>): Promise<void> {
    await this.runTop.evaluateRunTop({ runId, count: measuredFor(step) }, onProgress);
  }

  /** Best first. @throws Refusal as `DistinctTopFactors.select` */
  async choose(runId: string, step: AdmissionStep): Promise<{ factorId: string; value: number }[]> {
    const { metric, maximumCorrelation, candidates: count } = step;
    const role = step.role ?? (await this.roleOf(runId));
    const found = await this.distinct.select({
      runId,
      role,
      foundByRun: runId,
      metric,
      maximumCorrelation,
      count,
      maximumScanned: MOST_MEASURED,
    });
    return found.factors.map(({ factorId, value }) => ({ factorId, value }));
  }

  /** Fitness saw the train period: the validation period says more, where there is one. */
  private async roleOf(runId: string): Promise<PeriodRole> {
    try {
      await this.measurements.resolve({ runId, role: 'validation' });
      return 'validation';
    } catch (error) {
      if (error instanceof Refusal && error.code === 'PERIOD_INVALID') return 'train';
      throw error;
    }
  }
}

const measuredFor = ({ candidates }: AdmissionStep): number =>
  Math.min(MOST_MEASURED, Math.max(LEAST_MEASURED, MEASURED_FOR_EACH * candidates));
