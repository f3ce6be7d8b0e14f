import type { Program } from '../../core/program/program.ts';
import type { ImportedLeaves } from '../imported/imported-leaves.ts';
import type { MinuteLeaf } from '../plan/leaf.ts';
import type { MinuteReductions } from '../reduction/minute-reductions.ts';
import type { LeafTarget } from '../reduction/tile-reducer.ts';
import type { AnswerTo, AskOptions, Dispatcher, HostedPanel } from './dispatcher.ts';
import { leavesOf, SharedLeaves } from './shared-leaves.ts';
import type { Frame, Task } from './task.ts';

/** Messages that each thread is sent of one batch, at least: fewer leave threads idle at its end. */
const MESSAGES_A_THREAD = 4;
/** Programs of one message at most: a question of a person waits for so many. */
const PROGRAMS_A_MESSAGE = 16;
/** Leaves that the programs of one message read together: all of them lie in memory at once. */
const LEAVES_A_MESSAGE = 16;

/** A panel of the pool, by its number. */
export interface KnownPanel extends HostedPanel {
  readonly panelId: number;
}

type SeveralTask = Extract<Task, { kind: 'score' | 'fingerprints' }>;
type JudgeTask = Extract<Task, { kind: 'judge' }>;
type FramedTask = Extract<Task, { frame: Frame }>;

/** Asks about programs once their leaves are ready: minute bars are reduced in one pass for all of them. */
export class ProgramAsker {
  private readonly leaves: SharedLeaves;

  constructor(
    private readonly dispatcher: Dispatcher,
    reductions: MinuteReductions,
    imported: ImportedLeaves,
  ) {
    this.leaves = new SharedLeaves(reductions, imported, dispatcher);
  }

  reduce({ panelId, panel }: KnownPanel, leaves: readonly MinuteLeaf[]): Promise<LeafTarget[]> {
    return this.leaves.reduce(panelId, panel, leaves, false);
  }

  /** Programs in their order, in groups whose leaves fit into memory together. */
  groups({ panel }: KnownPanel, programs: readonly Program[]): Program[][] {
    return this.leaves.group(panel, programs);
  }

  async ask<T extends FramedTask>(
    { panelId, panel }: KnownPanel,
    programs: readonly Program[],
    tasks: readonly T[],
    options: AskOptions,
  ): Promise<AnswerTo<T>[]> {
    const { urgent } = options;
    const reductionsOf = await this.leaves.prepare(panelId, panel, programs, {
      urgent,
      until: lastDayOf(tasks),
    });
    return this.dispatcher.askAll(panelId, tasks, { ...options, reductionsOf });
  }

  /** One program a message; gives way to questions of people. */
  async askEach(
    known: KnownPanel,
    programs: readonly Program[],
    taskOf: (program: Program) => JudgeTask,
    signal?: AbortSignal,
  ): Promise<AnswerTo<JudgeTask>[]> {
    const answers: AnswerTo<JudgeTask>[] = [];
    for (const group of this.leaves.group(known.panel, programs)) {
      answers.push(...(await this.ask(known, group, group.map(taskOf), { urgent: false, signal })));
    }
    return answers;
  }

  /**
   * Several programs a message, for tasks so small that a message costs as much; gives way to questions of people.
   */
  async askSeveral<T extends SeveralTask>(
    known: KnownPanel,
    programs: readonly Program[],
    taskOf: (some: readonly Program[]) => T,
    signal?: AbortSignal,
  ): Promise<AnswerTo<T>[number][]> {
    const answers: AnswerTo<T>[number][] = [];
    for (const group of this.leaves.group(known.panel, programs)) {
      const tasks = this.inMessages(group).map(taskOf);
      for (const some of await this.ask(known, group, tasks, { urgent: false, signal }))
        answers.push(...some);
    }
    return answers;
  }

  private inMessages(programs: readonly Program[]): Program[][] {
    const even = Math.ceil(programs.length / (this.dispatcher.threads * MESSAGES_A_THREAD));
    const most = Math.min(PROGRAMS_A_MESSAGE, Math.max(1, even));
    const messages: Program[][] = [];
    let leaves = new Set<string>();
    for (const program of programs) {
      const own = leavesOf([program]).keys();
      const together = new Set([...leaves, ...own]);
      const last = messages.at(-1);
      if (last !== undefined && last.length < most && together.size <= LEAVES_A_MESSAGE) {
        last.push(program);
        leaves = together;
      } else {
        messages.push([program]);
        leaves = new Set(own);
      }
    }
    return messages;
  }
}

/** The last day that any of the tasks asks for. */
function lastDayOf(tasks: readonly FramedTask[]): string {
  const days = tasks.flatMap((task) => [
    task.frame.period.to,
    ...('others' in task ? task.others.map(({ to }) => to) : []),
  ]);
  return days.sort().at(-1) ?? '';
}
