import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

type Outcome = 'passed' | 'failed' | 'skipped';

/** Counts tests, and as failures also what never became a test: a file that does not load, a stray rejection. */
function countOutcomes(modules: readonly TestModule[], strayErrors: number): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { passed: 0, failed: strayErrors, skipped: 0 };
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'failed') failedHere += 1;
      counts[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1;
    }
    if (module.state() === 'failed' && failedHere === 0) counts.failed += 1;
  }
  return counts;
}

/** Ends the output with one line for whoever counts: `N passed, N failed`, and what was skipped. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly unknown[]): void {
    const { passed, failed, skipped } = countOutcomes(modules, strayErrors.length);
    if (failed > 0) process.exitCode = 1;
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    // At exit, so that nothing is printed after it. A set-up that broke leaves a bad code and no failed test.
    process.once('exit', (code) => {
      const broken = code !== 0 && failed === 0 ? 1 : failed;
      writeSync(1, `${passed} passed, ${broken} failed${tail}\n`);
    });
  }
}
