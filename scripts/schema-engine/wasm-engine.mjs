/** Loads the WebAssembly build of Prisma's schema engine, once a process. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { MigrationAdapterFactory } from './migration-adapter.mjs';

const require = createRequire(import.meta.url);
const GLUE = '@prisma/schema-engine-wasm/schema_engine_bg';
/** The engine is always given an adapter; one that only reads the schema's text never connects. */
const NO_DATABASE = 'postgresql://127.0.0.1/none';

let panic = '';
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  get: () => panic,
  set_message: (message) => {
    panic = message;
  },
};

export const panicMessage = () => panic;

export function engineVersion() {
  const entry = require.resolve('@prisma/schema-engine-wasm');
  return JSON.parse(readFileSync(entry.replace(/schema_engine\.js$/, 'package.json'), 'utf8')).version;
}

async function loadEngineClass() {
  const glue = await import(GLUE);
  const bytes = readFileSync(require.resolve(GLUE).replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

async function createEngine({ url, datamodels }) {
  const SchemaEngine = await loadEngineClass();
  const schemas = datamodels.map((file) => [file, readFileSync(file, 'utf8')]);
  const factory = bindMigrationAwareSqlAdapterFactory(new MigrationAdapterFactory(url ?? NO_DATABASE));
  const log = (line) => process.env.DEBUG && process.stderr.write(`${line}\n`);
  return SchemaEngine.new({ datamodels: schemas.length > 0 ? schemas : undefined }, log, factory);
}

let engine;

/** @param options `url` of the database, if any, and `datamodels`, the paths of the schema's files */
export function openEngine(options) {
  engine ??= createEngine(options);
  return engine;
}
