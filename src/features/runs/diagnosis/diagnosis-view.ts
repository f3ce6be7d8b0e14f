import type { Diagnosis, DiagnosisFacts } from './diagnose.ts';
import type { RunDiagnosisModel } from './diagnosis.models.ts';

export function diagnosisView({
  facts,
  ...found
}: Diagnosis & { readonly facts: DiagnosisFacts }): RunDiagnosisModel {
  const {
    owner,
    leaseSeconds,
    barrenClaims,
    silentSeconds,
    usualSeconds,
    ahead,
    workersAlive,
    freeDiskBytes,
  } = facts;
  return {
    ...found,
    owner,
    leaseSeconds,
    barrenClaims,
    silentSeconds,
    usualSeconds,
    ahead,
    workersAlive,
    freeDiskBytes,
  };
}
