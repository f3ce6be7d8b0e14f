#!/usr/bin/env node
/**
 * Stands in for Prisma's native schema engine, which its command line would download: the same JSON-RPC on
 * stdin and stdout and the same exit codes, answered by the WebAssembly build that Prisma ships on npm.
 * `prisma.config.ts` points PRISMA_SCHEMA_ENGINE_BINARY here.
 */
import { createInterface } from 'node:readline';
import { runDatabaseCommand } from './schema-engine/database-commands.mjs';
import { engineVersion, openEngine, panicMessage } from './schema-engine/wasm-engine.mjs';

const args = process.argv.slice(2);
const valuesOf = (name) => args.flatMap((argument, index) => (argument === name ? [args[index + 1]] : []));
const url = JSON.parse(valuesOf('--datasource')[0] ?? '{}').url ?? process.env.DATABASE_URL;

/** Reserved for messages that the engine sends of itself: the command line numbers its own from 1. */
const PRINT_ID = 1_000_000_000;
const USER_FACING_ERROR = 4466;

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

async function call(method, params) {
  if (method === 'createDatabase') {
    return runDatabaseCommand('create-database', params?.datasource?.url ?? url);
  }
  const engine = await openEngine({ url, datamodels: valuesOf('--datamodels') });
  if (method === 'getDatabaseVersion') return engine.version(params);
  const result = (await engine[method](params)) ?? {};
  if (method === 'diff' && result.stdout) {
    send({ id: PRINT_ID, method: 'print', params: { content: result.stdout } });
  }
  return result;
}

async function answer({ id, method, params }) {
  try {
    send({ id, result: (await call(method, params)) ?? null });
  } catch (error) {
    const message = panicMessage() || (error.message ?? String(error));
    const data = { is_panic: false, message, error_code: error.code, meta: error.meta ?? null };
    send({ id, error: { code: USER_FACING_ERROR, message, data } });
  }
}

/** Requests are answered one after the other, in the order of their lines. */
function serve() {
  let previous = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const message = line.trim() === '' ? {} : JSON.parse(line);
    if (message.method) previous = previous.then(() => answer(message));
  });
  lines.on('close', () => previous.finally(() => process.exit(0)));
}

async function runAsCommand(command) {
  try {
    await runDatabaseCommand(command, url);
  } catch (error) {
    // The command line drops the first line of the log and reads the second.
    const line = (level, fields) => JSON.stringify({ level, target: 'schema_engine::logger', fields });
    const report = { message: error.message ?? String(error), error_code: error.prismaCode };
    process.stderr.write(`${line('INFO', { message: 'schema engine' })}\n${line('ERROR', report)}\n`);
    process.exitCode = 1;
  }
}

if (args.includes('--version')) console.log(`schema-engine-wasm ${engineVersion()}`);
else if (args.includes('cli')) await runAsCommand(args[args.indexOf('cli') + 1]);
else serve();
