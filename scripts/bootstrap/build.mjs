/** Compiles `src` and `kernels` to `dist` when a source changed since the last time. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../file-lock.mjs';
import { inProject, lockFile, runNode, say, toolScript } from './project.mjs';

const stamp = inProject('dist', '.stamp');
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'kernels/asconfig.json', 'package-lock.json'];

const filesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
        .sort()
    : [];

function fingerprint() {
  const hash = createHash('sha256');
  const sources = ['src', 'kernels'].flatMap((folder) =>
    filesBelow(inProject(folder)).filter((file) => file.endsWith('.ts')),
  );
  for (const file of [...sources, ...SETTINGS.map((name) => inProject(name))]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();

/** What was compiled from a source that is gone would still be found by imports. */
function removeOrphans() {
  for (const file of filesBelow(inProject('dist'))) {
    const source = file.replace(inProject('dist'), inProject('src')).replace(/\.js(\.map)?$/, '.ts');
    if (source.endsWith('.ts') && !existsSync(source)) rmSync(file);
  }
}

function compile() {
  const before = fingerprint();
  removeOrphans();
  mkdirSync(inProject('dist'), { recursive: true });
  const compilers = [
    [toolScript('typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
    [toolScript('assemblyscript/bin/asc.js'), '--config', 'kernels/asconfig.json'],
  ];
  for (const compiler of compilers) {
    if (runNode(compiler) !== 0) throw new Error('the build failed; the errors are above');
  }
  writeFileSync(stamp, before);
}

export async function build() {
  if (isBuilt()) return;
  await withFileLock(lockFile, async () => {
    if (isBuilt()) return;
    say('Building ...');
    compile();
  });
}
