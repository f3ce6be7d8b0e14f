import { PanelDesk } from '../../../../src/compute/engine/panel-desk.ts';
import { MOST_BYTES, SharedPanel } from '../../../../src/compute/engine/search/shared-panel.ts';
import { needsOf } from '../../../../src/compute/engine/search/task-needs.ts';
import type { Questions, Task } from '../../../../src/compute/engine/task.ts';
import type { Panel } from '../../../../src/compute/panel/panel.ts';
import { planProgram } from '../../../../src/compute/plan/plan.ts';
import { minuteLeavesOf } from '../../../../src/compute/reduction/minute-leaf.ts';
import { reduceByReference } from '../../../../src/compute/reduction/reduce-by-reference.ts';
import { invariant } from '../../../../src/core/outcome/refusal.ts';

/** A desk in the asking thread, given what a host gives: for tests of answers rather than of threads. */
export class MadeDesk {
  readonly search: SharedPanel;
  private readonly desk: PanelDesk;

  constructor(
    private readonly panel: Panel,
    limitBytes = MOST_BYTES,
  ) {
    this.search = new SharedPanel(panel.datasetHash, limitBytes);
    this.desk = new PanelDesk(panel, this.search.shared, 0);
  }

  answer<T extends Task>(task: T): Questions[T['kind']]['answer'] {
    const programs = 'programs' in task ? task.programs : 'program' in task ? [task.program] : [];
    const leaves = programs.flatMap((program) => minuteLeavesOf(planProgram(program)));
    const reductions = leaves.map((leaf) => ({ leaf, values: reduceByReference(this.panel, leaf) }));
    const lease = this.search.reserve(0, needsOf(task, this.panel, 0));
    invariant(lease !== null, 'nobody else uses the panel');
    try {
      return this.desk.answer(task, { reductions, regions: lease.regions }) as Questions[T['kind']]['answer'];
    } finally {
      this.search.release(lease);
    }
  }
}
