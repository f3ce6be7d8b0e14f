import { Command, CommanderError } from 'commander';
import { EXIT, reportFailure } from './report-failure.ts';

/** A command's module: adds its options and its action to the command that it is given. */
interface CommandModule {
  configure(command: Command): void;
}

/** Loaded when called, so that `evaluate` starts without the database and the service's framework. */
export const COMMANDS: Readonly<Record<string, { summary: string; load: () => Promise<CommandModule> }>> = {
  evaluate: {
    summary: 'judge formulas on files of market data; needs no database',
    load: () => import('./commands/evaluate.ts'),
  },
  import: { summary: 'import a market as a dataset', load: () => import('./commands/import.ts') },
  'import-values': {
    summary: 'import values of a factor that was made elsewhere, which formulas read as imported_NAME',
    load: () => import('./commands/import-values.ts'),
  },
  'imported-values': {
    summary: 'imported values and how far they reach; deletes them',
    load: () => import('./commands/imported-values.ts'),
  },
  mine: {
    summary: 'run an experiment here and now, into the same store',
    load: () => import('./commands/mine.ts'),
  },
  demo: {
    summary: 'mine the demonstration market and see which of its planted signals come out',
    load: () => import('./commands/demo.ts'),
  },
  improve: {
    summary: 'how a run improved the factor that it was given, step by step',
    load: () => import('./commands/improve.ts'),
  },
  top: { summary: 'the best factors of a dataset', load: () => import('./commands/top.ts') },
  show: { summary: 'all that is known of a factor', load: () => import('./commands/show.ts') },
  tear: {
    summary: 'the tear sheet of a factor or formula, with its checks',
    load: () => import('./commands/tear.ts'),
  },
  runs: { summary: 'the mining runs and where they stand', load: () => import('./commands/runs.ts') },
  doctor: {
    summary: 'looks for what may be wrong, with remedies',
    load: () => import('./commands/doctor.ts'),
  },
  backup: {
    summary: 'the whole store into a folder, while the service runs',
    load: () => import('./commands/backup.ts'),
  },
  restore: {
    summary: 'a backup into an empty database and data folder',
    load: () => import('./commands/restore.ts'),
  },
  'delete-dataset': {
    summary: 'a dataset with all that depends on it; says first what would go',
    load: () => import('./commands/delete-dataset.ts'),
  },
  clean: {
    summary: 'files of the data folder to which nothing points any more; lists them first',
    load: () => import('./commands/clean.ts'),
  },
  prune: {
    summary: 'individuals of runs that ended long ago; counts them first',
    load: () => import('./commands/prune.ts'),
  },
  verify: {
    summary: 'whether what is kept of a run is what it was, alone or against the same run made again',
    load: () => import('./commands/verify.ts'),
  },
  keys: { summary: 'keys of the API: create, list, revoke', load: () => import('./commands/keys.ts') },
  why: { summary: 'why a run is not moving, in words', load: () => import('./commands/why.ts') },
  translate: {
    summary:
      'a formula as pandas code or a qlib expression, or out of qlib or WorldQuant text; needs no database',
    load: () => import('./commands/translate.ts'),
  },
  export: {
    summary: 'factors, IC series, lineage or values of formulas as CSV, NDJSON, Arrow or Parquet',
    load: () => import('./commands/export.ts'),
  },
};

/** The command line with the options of the command that `argv` calls. */
export async function commandLine(argv: readonly string[]): Promise<Command> {
  const program = new Command('factormine')
    .description('Mines alpha factors by regularised evolution and keeps everything it learns.')
    .showHelpAfterError('(add --help for the options)')
    .exitOverride();
  const called = argv.find((argument) => argument in COMMANDS);
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = program
      .command(name)
      .description(summary)
      .exitOverride()
      .showHelpAfterError(`(see factormine ${name} --help)`);
    if (name === called) (await load()).configure(command);
  }
  return program;
}

/** Does what `argv` asks for. @returns the exit code of what failed; null where the command has set its own or is done */
export async function runCommandLine(argv: readonly string[]): Promise<number | null> {
  try {
    await (await commandLine(argv)).parseAsync(argv, { from: 'user' });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportFailure(error);
    return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  }
}
