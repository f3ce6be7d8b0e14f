/** Dependencies: installed when the lock file or Node changed since the last time. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { withFileLock } from '../file-lock.mjs';
import { inProject, lockFile, runNpm, say } from './project.mjs';

const stamp = inProject('node_modules', '.factormine-stamp');

const fingerprint = () =>
  createHash('sha256')
    .update(readFileSync(inProject('package-lock.json')))
    .update(`${process.version} ${process.platform} ${process.arch}`)
    .digest('hex');

const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();

export async function install() {
  if (isInstalled()) return;
  await withFileLock(lockFile, async () => {
    if (isInstalled()) return;
    say('Installing dependencies (only when they changed) ...');
    const code = runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    if (code !== 0) throw new Error(`npm ci failed (${code}); its message is above`);
    writeFileSync(stamp, fingerprint());
  });
}
