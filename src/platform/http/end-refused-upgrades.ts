import type { FastifyInstance } from 'fastify';

/**
 * A refused upgrade (to WebSocket) has left the server's own list of connections; unless it is ended here, an
 * orderly end of the service would wait for a client that has nothing more to say.
 */
export function endRefusedUpgrades(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (request, reply) => {
    if (request.headers.upgrade === undefined) return;
    reply.header('connection', 'close');
    reply.raw.once('finish', () => request.raw.socket.destroySoon());
  });
}
