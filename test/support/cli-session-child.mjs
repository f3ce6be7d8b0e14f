/** Does command after command, as the parent sends them, with the built command line: loading it takes most of a command's time. */
import { runCommandLine } from '../../dist/cli/command-line.js';

let printed = { stdout: '', stderr: '' };
for (const name of ['stdout', 'stderr']) {
  process[name].write = (chunk, encoding, done) => {
    printed[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1');
    const then = typeof encoding === 'function' ? encoding : done;
    if (then) process.nextTick(then);
    return true;
  };
}

const environment = { ...process.env };
process.on('message', async ({ args, variables }) => {
  process.env = { ...environment, ...variables };
  process.exitCode = undefined;
  printed = { stdout: '', stderr: '' };
  const code = (await runCommandLine(args)) ?? process.exitCode ?? 0;
  process.send({ code, ...printed });
});
process.on('disconnect', () => process.exit(0));
