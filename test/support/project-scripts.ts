/** The project's scripts, which are plain JavaScript so that they run before anything is installed. */
interface PostgresOptions {
  readonly folder: string;
  readonly database?: string;
  readonly durable?: boolean;
  readonly disposable?: boolean;
}

export interface StartedPostgres {
  readonly url: string;
  readonly reused: boolean;
  readonly stop: () => Promise<void>;
}

const scripts = new URL('../../scripts/', import.meta.url);

export async function startPostgres(options: PostgresOptions): Promise<StartedPostgres> {
  const module = await import(new URL('postgres/start-postgres.mjs', scripts).href);
  return module.startPostgres(options);
}

export async function build(): Promise<void> {
  const module = await import(new URL('bootstrap/build.mjs', scripts).href);
  await module.build();
}
