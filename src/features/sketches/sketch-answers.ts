import { Injectable } from '@nestjs/common';
import type { PanelLease } from '../../compute/engine/panel-cache.ts';
import type { Frame } from '../../compute/engine/task.ts';
import { SketchShelf } from '../../compute/sketch/sketch-shelf.ts';
import { SKETCH_SIZE } from '../../compute/sketch/sketch-size.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { Program } from '../../core/program/program.ts';
import type { EngineHost } from '../evaluations/engine-host.ts';
import { readFormulas } from '../evaluations/read-formula.ts';
import { boundsOf, estimateAt } from './certainty.ts';
import { LibraryShelves } from './library-shelves.ts';
import { selectDistinct } from './select-distinct.ts';
import { sketchGridHash } from './sketch-grid-hash.ts';
import type {
  AnySketchRequest,
  DistinctAnswer,
  DistinctRequest,
  NearestAnswer,
  NearestMember,
  NearestRequest,
  SketchAnswersByKind,
  SketchedOn,
  SketchMatrixAnswer,
  SketchMatrixRequest,
} from './sketch-requests.ts';
import { type FactorSketch, SketchesStore } from './sketches.store.ts';

/** Where a question is computed. */
interface Desk {
  readonly engine: EngineHost;
  readonly lease: PanelLease;
  readonly frame: Frame;
  readonly on: SketchedOn;
}

/** Answers questions about sketches in a worker process, on the threads that the runs share. */
@Injectable()
export class SketchAnswers {
  constructor(
    private readonly store: SketchesStore,
    private readonly shelves: LibraryShelves,
  ) {}

  /** @throws Refusal FORMULA_*, NOT_FOUND, PERIOD_INVALID where no day of the period can be sketched */
  async answer(
    engine: EngineHost,
    lease: PanelLease,
    request: AnySketchRequest,
  ): Promise<SketchAnswersByKind[AnySketchRequest['kind']]> {
    const desk = await this.open(engine, lease, request);
    switch (request.kind) {
      case 'nearest':
        return this.nearest(desk, request);
      case 'sketchMatrix':
        return this.matrix(desk, request);
      case 'distinct':
        return this.distinct(desk, request);
      case 'sketch':
        await this.sketchesOf(desk, readFormulas(request.formulas, lease.panel));
        return { on: desk.on };
    }
  }

  private async open(engine: EngineHost, lease: PanelLease, request: AnySketchRequest): Promise<Desk> {
    const { period, definition, datasetId } = request;
    // Similarity is by ranks everywhere; whose fitness it is does not matter to a sketch.
    const frame: Frame = { period, definition, fitness: 'rank' };
    const [rows, sliceHash] = await Promise.all([
      engine.pool.sketches.rows(lease.handle, frame),
      engine.sliceHash(lease.handle, period.to),
    ]);
    const gridId = await this.store.gridId(sketchGridHash(sliceHash, request), datasetId);
    const on = { gridId, days: rows.map((row) => lease.panel.days[row]!), stocks: SKETCH_SIZE.stocks };
    return { engine, lease, frame, on };
  }

  /** In the order of the programs: read where they are kept, else made, and kept where the program is a stored factor. */
  private async sketchesOf(desk: Desk, programs: readonly Program[]): Promise<readonly Int8Array[]> {
    const { engine, lease, frame, on } = desk;
    const ids = programs.map((program) => factorIdOf(program.hash));
    const kept = await this.store.read(on.gridId, [...new Set(ids)]);
    const known = new Map(kept.map(({ factorId, scores }) => [factorId, scores]));
    const unknown = new Map<string, Program>();
    programs.forEach((program, at) => {
      if (!known.has(ids[at]!)) unknown.set(ids[at]!, program);
    });
    if (unknown.size > 0) {
      const made = await engine.pool.sketches.sketch(lease.handle, frame, [...unknown.values()]);
      const rows: FactorSketch[] = [...unknown.keys()].map((factorId, at) => ({
        factorId,
        scores: made[at]!,
      }));
      for (const { factorId, scores } of rows) known.set(factorId, scores);
      await this.store.keep(on.gridId, rows);
    }
    return ids.map((id) => known.get(id)!);
  }

  private async nearest(desk: Desk, request: NearestRequest): Promise<NearestAnswer> {
    const { engine, lease, frame, on } = desk;
    const sketches = await this.sketchesOf(desk, readFormulas([request.formula], lease.panel));
    const library = await this.shelves.of(request.libraryId, on.gridId, engine.pool.threads);
    const { shelf, factorIds, members, lacking } = library;
    const [row] = await engine.pool.sketches.compare(lease.handle, frame, { sketches, shelf });
    const found: NearestMember[] = [];
    for (let at = 0; at < row!.length / 2; at++) {
      const factorId = factorIds[at]!;
      if (members.has(factorId)) found.push({ factorId, estimate: estimateAt(row!, at) });
    }
    found.sort(bySimilarity);
    const { first, above } = request;
    const told = found.filter(
      ({ estimate }, at) => at < first || (above !== null && boundsOf(estimate).high > above),
    );
    return { on, members: told, compared: found.length, lacking };
  }

  private async matrix(desk: Desk, request: SketchMatrixRequest): Promise<SketchMatrixAnswer> {
    const { engine, lease, frame, on } = desk;
    const sketches = await this.sketchesOf(desk, readFormulas(request.formulas, lease.panel));
    const shelf = shelfOf(sketches, engine.pool.threads);
    const answers = await engine.pool.sketches.compare(lease.handle, frame, { sketches, shelf });
    return { on, rows: answers.map((row) => sketches.map((_, at) => estimateAt(row, at))) };
  }

  private async distinct(desk: Desk, request: DistinctRequest): Promise<DistinctAnswer> {
    const { engine, lease, frame, on } = desk;
    const chosen = readFormulas(request.chosen, lease.panel);
    const candidates = readFormulas(request.candidates, lease.panel);
    const sketches = await this.sketchesOf(desk, [...chosen, ...candidates]);
    const shelf = shelfOf(sketches, engine.pool.threads);
    const asked = sketches.slice(chosen.length);
    const answers = await engine.pool.sketches.compare(lease.handle, frame, { sketches: asked, shelf });
    const { labelledDays } = await engine.pool.period(lease.handle, frame);
    const { maximumCorrelation, count } = request;
    const rule = { candidates: candidates.length, maximumCorrelation, count };
    const selection = await selectDistinct(rule, {
      known: (candidate) => chosen.map((_, at) => estimateAt(answers[candidate]!, at)),
      estimate: (candidate, other) => estimateAt(answers[candidate]!, chosen.length + other),
      exact: async (candidate, open) => {
        const others = [
          ...open.known.map((at) => chosen[at]!),
          ...open.candidates.map((at) => candidates[at]!),
        ];
        const program = candidates[candidate]!;
        const question = { frame, program, others, days: labelledDays, kind: 'rank' } as const;
        return [...(await engine.pool.correlate(lease.handle, question))];
      },
    });
    return { on, ...selection };
  }
}

function shelfOf(sketches: readonly Int8Array[], threads: number): SketchShelf {
  const shelf = new SketchShelf(SKETCH_SIZE, threads);
  for (const sketch of sketches) shelf.add(sketch);
  return shelf;
}

const sizeOf = ({ estimate }: NearestMember): number =>
  estimate === null ? -1 : Math.abs(estimate.correlation);

const bySimilarity = (a: NearestMember, b: NearestMember): number =>
  sizeOf(b) - sizeOf(a) || (a.factorId < b.factorId ? -1 : 1);
