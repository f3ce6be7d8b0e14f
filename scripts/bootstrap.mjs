/**
 * Entry of every npm script. A fresh clone needs Node and nothing else: what is missing is installed and what
 * is out of date is built before the command runs, so this file and what it loads until then use Node alone.
 */
import { commands } from './bootstrap/commands.mjs';

const OLDEST = [20, 19];

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new Error(`Node: expected ${OLDEST.join('.')} or newer, found ${process.versions.node}`);
}

const [name = 'start', ...args] = process.argv.slice(2);

try {
  requireNode();
  const command = commands[name];
  if (!command) throw new Error(`expected one of ${Object.keys(commands).join(', ')}, got ${name}`);
  const code = await command(args);
  if (code) process.exitCode = code;
} catch (error) {
  console.error(`factormine: ${error.message}`);
  process.exit(1);
}
