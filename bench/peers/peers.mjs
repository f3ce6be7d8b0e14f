// pandas and bottleneck on the same bytes, where Debian's packages of them are installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./peers.py', import.meta.url));
// Debian's packages belong to Debian's Python, which need not be the first on the path.
const PYTHONS = ['/usr/bin/python3', 'python3'].filter((path) => !path.startsWith('/') || existsSync(path));

/**
 * Times the peers on float32 arrays [days x stocks].
 * @returns { pandas, bottleneck }, each { version, ns: { name: ns a cell }, ic } or null without the package
 */
export function timePeers({ days, stocks, close, volume, label }) {
  const folder = mkdtempSync(join(tmpdir(), 'factormine-peers-'));
  try {
    for (const [name, values] of Object.entries({ close, volume, label })) {
      writeFileSync(join(folder, `${name}.f32`), Float32Array.from(values));
    }
    for (const python of PYTHONS) {
      const { status, stdout } = spawnSync(python, [SCRIPT, folder, String(days), String(stocks)], {
        encoding: 'utf8',
      });
      if (status === 0) return JSON.parse(stdout);
    }
    return { pandas: null, bottleneck: null };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
