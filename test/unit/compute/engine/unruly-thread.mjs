// A thread for tests: does what a program's text says instead of evaluating it.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', (request) => {
  if (request.type !== 'task') return;
  const { kind, program } = request.task;
  const text = program?.text ?? kind;
  if (text === 'exit') process.exit(3);
  if (text === 'throw') throw new Error('thrown in the thread');
  if (text === 'hoard') hoard();
  while (text === 'endless');
  if (text === 'refuse') {
    const refusal = { code: 'PERIOD_INVALID', details: { remedy: 'another period' } };
    parentPort.postMessage({ ok: false, refusal, message: 'refused', stack: '' });
    return;
  }
  const wait = text.startsWith('slow') ? 60 : 0;
  setTimeout(() => parentPort.postMessage({ ok: true, answer: `${kind} ${text}` }), wait);
});

function hoard() {
  const kept = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, at) => ({ at })));
}
