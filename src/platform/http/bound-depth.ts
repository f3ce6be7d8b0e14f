import type { FastifyInstance } from 'fastify';
import { Refusal } from '../../core/outcome/refusal.ts';

/** Levels of a body; experiments, the deepest of what is asked for, have six. */
const DEEPEST = 40;

/** Refuses bodies that are so deep that whoever walks them, level by level, would run out of stack. */
export function boundDepth(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (isPlain(request.body) && depthExceeds(request.body, DEEPEST)) return done(tooDeep());
    done();
  });
}

/** Files come as streams, which nobody walks. */
const isPlain = (body: unknown): body is object =>
  typeof body === 'object' && body !== null && !('pipe' in body);

function depthExceeds(body: object, deepest: number): boolean {
  let level: object[] = [body];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((one) =>
      Object.values(one).filter((part): part is object => typeof part === 'object' && part !== null),
    );
  }
  return false;
}

const tooDeep = (): Refusal =>
  new Refusal('INVALID_INPUT', `body: expected at most ${DEEPEST} levels, got more`, {
    expected: `JSON of at most ${DEEPEST} levels`,
    actual: 'more',
    where: 'body',
    remedy: 'send what the API documentation describes',
  });
