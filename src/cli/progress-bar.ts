import { Presets, SingleBar } from 'cli-progress';

/** Progress of long work on standard error: a bar on a terminal, a line every tenth elsewhere. */
export interface ProgressBar {
  update(done: number, total: number, note: string): void;
  stop(): void;
}

export function progressBar(label: string, enabled: boolean): ProgressBar {
  if (!enabled) return { update: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? terminalBar(label) : lineProgress(label);
}

function terminalBar(label: string): ProgressBar {
  const format = `${label} {bar} {percentage}% {note} eta {eta_formatted}`;
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
  let started = false;
  return {
    update: (done, total, note) => {
      if (started) bar.setTotal(total);
      else bar.start(total, 0, { note });
      started = true;
      bar.update(Math.min(done, total), { note });
    },
    stop: () => bar.stop(),
  };
}

function lineProgress(label: string): ProgressBar {
  let tenth = -1;
  return {
    update: (done, total, note) => {
      const now = total > 0 ? Math.floor((10 * done) / total) : 0;
      if (now <= tenth) return;
      tenth = now;
      process.stderr.write(`${label} ${now * 10}% ${note}\n`);
    },
    stop: () => undefined,
  };
}
