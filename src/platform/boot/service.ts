import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { type Gate, tellCallersApart, turnAway } from '../auth/guard-requests.ts';
import { KeyRing } from '../auth/key-ring.ts';
import { limitRequests } from '../auth/limit-requests.ts';
import { answersRequests, Config } from '../config/config.ts';
import { acceptPostsOnly } from '../graphql/accept-posts-only.ts';
import { answerFaults, OneErrorHandlerAdapter } from '../http/answer-faults.ts';
import { boundDepth } from '../http/bound-depth.ts';
import { endRefusedUpgrades } from '../http/end-refused-upgrades.ts';
import { letPagesCall } from '../http/let-pages-call.ts';
import { serveOpenApi } from '../http/openapi.ts';
import { ProblemFilter } from '../http/problem.filter.ts';
import { takeUploads } from '../http/take-uploads.ts';
import { createValidationPipe } from '../http/validation.ts';
import { requestIdOf, type Watch, watchRequests } from '../http/watch-requests.ts';
import { NestLogger } from '../logging/nest-logger.ts';
import { Metrics } from '../metrics/metrics.ts';
import { QueueConnection } from '../queue/queue-connection.ts';
import { Queues } from '../queue/queues.ts';
import { serveQueuePage } from '../queue/serve-queue-page.ts';

const LARGEST_BODY_BYTES = 1_000_000;

/** The application's root module, made for one configuration. */
export interface RootModule {
  forRoot(config: Config): Parameters<typeof NestFactory.create>[0];
}

/** A service that answers, not yet listening. Also used by tests, through `inject`. */
export async function createApi(
  root: RootModule & Type,
  config: Config,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const adapter = new OneErrorHandlerAdapter({
    bodyLimit: LARGEST_BODY_BYTES,
    forceCloseConnections: true,
    genReqId: requestIdOf,
  });
  const fastify = adapter.getInstance();
  const gate: Gate = { keys: null };
  answerFaults(fastify);
  const watch: Watch = { metrics: null };
  watchRequests(fastify, logger, watch);
  await letPagesCall(fastify, config);
  tellCallersApart(fastify, config, gate);
  await limitRequests(fastify, config);
  turnAway(fastify);
  takeUploads(fastify);
  acceptPostsOnly(fastify);
  boundDepth(fastify);
  endRefusedUpgrades(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(root.forRoot(config), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  gate.keys = app.get(KeyRing);
  watch.metrics = app.get(Metrics);
  await serveQueuePage(fastify, app.get(Queues));
  app.useGlobalPipes(createValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  serveOpenApi(app);
  return app;
}

/** Starts what the role asks for. A worker alone has no port: it is reached through the queue. */
export async function startService(
  root: RootModule & Type,
  config: Config,
  logger: Logger,
): Promise<{ app: INestApplicationContext; url: string | null }> {
  if (!answersRequests(config)) {
    const app = await NestFactory.createApplicationContext(root.forRoot(config), {
      logger: new NestLogger(logger),
      abortOnError: false,
    });
    return { app, url: null };
  }
  const app = await createApi(root, config, logger);
  await app.listen(config.port, config.host);
  return { app, url: await app.getUrl() };
}

/** Closes the application first, then the queue's connections, which its workers used to the end. */
export async function closeService(app: INestApplicationContext): Promise<void> {
  const queue = app.get(QueueConnection);
  await app.close();
  await queue.close();
}

/** The service's parts without a port and without workers: what the command line works with. */
export function createTool(
  root: RootModule & Type,
  config: Config,
  logger: Logger,
): Promise<INestApplicationContext> {
  const quiet = new Config({ ...config, role: 'api' });
  return NestFactory.createApplicationContext(root.forRoot(quiet), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
}
