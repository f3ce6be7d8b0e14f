import type { Program } from '../../core/program/program.ts';
import { ANSWER_WORDS, type SketchShelf } from '../sketch/sketch-shelf.ts';
import { bytesOfSketch, SKETCH_SIZE } from '../sketch/sketch-size.ts';
import { inChunks } from './correlation-tasks.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { KnownPanel, ProgramAsker } from './program-asker.ts';
import type { Frame } from './task.ts';

/** Programs that one thread sketches at a time. */
const PROGRAMS_A_TASK = 4;
/** Pairs of sketches that one thread compares at a time: some milliseconds. */
const PAIRS_A_TASK = 5000;

/** Questions about sketches, ahead of the candidates of runs. */
export class SketchAsker<Handle> {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly asker: ProgramAsker,
    private readonly knownOf: (handle: Handle) => KnownPanel,
  ) {}

  /** Rows of the panel that a period's grid takes its days from. @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID */
  async rows(handle: Handle, frame: Frame): Promise<readonly number[]> {
    return this.dispatcher.ask(this.knownOf(handle).panelId, { kind: 'grid', frame }, { urgent: true });
  }

  /** A sketch of each program on the grid of the frame's period, by the search engine. @throws Refusal as `rows` */
  async sketch(handle: Handle, frame: Frame, programs: readonly Program[]): Promise<readonly Int8Array[]> {
    const known = this.knownOf(handle);
    const answers: Int8Array[] = [];
    for (const group of this.asker.groups(known, programs)) {
      const tasks = inChunks(group, PROGRAMS_A_TASK).map((some) => ({
        kind: 'sketch' as const,
        frame,
        programs: some,
      }));
      answers.push(...(await this.asker.ask(known, group, tasks, { urgent: true })));
    }
    const bytes = bytesOfSketch(SKETCH_SIZE);
    return answers.flatMap((answer) =>
      Array.from({ length: answer.length / bytes }, (_, at) => answer.subarray(at * bytes, (at + 1) * bytes)),
    );
  }

  /**
   * Each sketch against every one that is on the shelf now.
   * @param frame the one that all of them were made on
   * @returns of each sketch [shelf x 2]: correlation, standard error; NaN as `compareSketches`
   */
  async compare(
    handle: Handle,
    frame: Frame,
    question: { readonly sketches: readonly Int8Array[]; readonly shelf: SketchShelf },
  ): Promise<readonly Float64Array[]> {
    const { sketches, shelf } = question;
    const { count, view } = shelf;
    const ranges = rangesOf(count, PAIRS_A_TASK);
    const together = count === 0 ? 1 : Math.max(1, Math.floor(PAIRS_A_TASK / count));
    const groups = inChunks(sketches, together);
    const tasks = groups.flatMap((group) =>
      ranges.map((range) => ({
        kind: 'compare' as const,
        frame,
        sketches: joined(group),
        shelf: view,
        ...range,
      })),
    );
    const { panelId } = this.knownOf(handle);
    const answers = await this.dispatcher.askAll(panelId, tasks, { urgent: true });
    return groups.flatMap((group, at) => {
      const parts = answers.slice(at * ranges.length, (at + 1) * ranges.length);
      return group.map((_, place) => joinParts(parts, ranges, place));
    });
  }
}

interface Range {
  readonly first: number;
  readonly end: number;
}

const rangesOf = (count: number, size: number): readonly Range[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, at) => ({
    first: at * size,
    end: Math.min(count, (at + 1) * size),
  }));

function joined(sketches: readonly Int8Array[]): Int8Array {
  const bytes = new Int8Array(sketches.reduce((sum, sketch) => sum + sketch.length, 0));
  let at = 0;
  for (const sketch of sketches) {
    bytes.set(sketch, at);
    at += sketch.length;
  }
  return bytes;
}

function joinParts(parts: readonly Float64Array[], ranges: readonly Range[], place: number): Float64Array {
  const last = ranges.at(-1);
  const row = new Float64Array((last?.end ?? 0) * ANSWER_WORDS);
  ranges.forEach(({ first, end }, at) => {
    const words = (end - first) * ANSWER_WORDS;
    row.set(parts[at]!.subarray(place * words, (place + 1) * words), first * ANSWER_WORDS);
  });
  return row;
}
