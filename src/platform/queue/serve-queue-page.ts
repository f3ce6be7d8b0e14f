import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance } from 'fastify';
import type { Queues } from './queues.ts';

const PATH = '/queues';

/** The page of all queues, to look at: nothing can be changed there. Who may is decided by `auth/guard-requests.ts`. */
export async function serveQueuePage(fastify: FastifyInstance, queues: Queues): Promise<void> {
  const server = new FastifyAdapter();
  server.setBasePath(PATH);
  createBullBoard({
    queues: queues.all().map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: server,
  });
  await fastify.register(server.registerPlugin(), { prefix: PATH });
}
