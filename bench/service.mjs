// The built service in a process of its own, for benches that ask it over HTTP.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));

/** @param variables of the environment, on top of: any free port, no demonstration */
export async function startService(variables) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: PROJECT,
    env: { PATH, HOME, PORT: '0', FACTORMINE_DEMO: 'off', LOG_LEVEL: 'warn', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const url = await new Promise((resolve, reject) => {
    const listen = (chunk) => {
      text += chunk;
      const found = /GraphiQL\s+(http\S+)\/graphiql/.exec(text)?.[1];
      if (found !== undefined && text.includes('database ')) resolve(found);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`the service did not start:\n${text}`)));
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    url,
    pid: child.pid,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

export async function askRest(url, method, path, body) {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return JSON.parse(text);
}
