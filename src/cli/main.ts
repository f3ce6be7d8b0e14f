#!/usr/bin/env node
import { runCommandLine } from './command-line.ts';
import { EXIT } from './report-failure.ts';

// Whoever reads may have had enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
});

const code = await runCommandLine(process.argv.slice(2));
if (code !== null) process.exitCode = code;
