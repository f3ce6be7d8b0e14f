import type { Readable } from 'node:stream';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../../core/outcome/refusal.ts';

/** What files are sent as. Everything else is JSON, which is read whole and small. */
export const UPLOAD_TYPES = [
  'text/csv',
  'application/gzip',
  'application/vnd.apache.parquet',
  'application/octet-stream',
] as const;

/** The body of this route is a file, which its handler streams; no other route is handed one. */
export const TakesUploads = (): MethodDecorator => RouteConfig({ takesUploads: true });

/** Bodies that are files are not read here: the handler takes them as a stream, and counts their bytes. */
export function takeUploads(fastify: FastifyInstance): void {
  fastify.addContentTypeParser([...UPLOAD_TYPES], (request, payload, done) => {
    const { takesUploads } = request.routeOptions.config as { readonly takesUploads?: boolean };
    if (takesUploads) done(null, payload);
    else done(notHere(request));
  });
}

/** @throws Refusal INVALID_INPUT for a body that is no file */
export function uploadOf({ body, headers }: FastifyRequest): Readable {
  if (body !== null && typeof body === 'object' && 'pipe' in body) return body as Readable;
  throw new Refusal('INVALID_INPUT', 'body: expected a file', {
    expected: `the bytes of a file, sent as ${UPLOAD_TYPES.join(', ')}`,
    actual: headers['content-type'] ?? 'no body',
    where: 'header Content-Type',
    remedy:
      'send the file itself, e.g. curl --data-binary @values.parquet -H "Content-Type: application/octet-stream"',
  });
}

const notHere = ({ headers }: FastifyRequest): Refusal =>
  new Refusal('INVALID_INPUT', 'body: this route takes JSON, not a file', {
    expected: 'application/json',
    actual: headers['content-type'] ?? 'nothing',
    where: 'header Content-Type',
    remedy: 'send the input as JSON',
  });
