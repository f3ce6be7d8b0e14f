import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import { Refusal } from '../../core/outcome/refusal.ts';
import { askedOf } from '../auth/asked.ts';
import { Metrics } from './metrics.ts';

/** Times every root field of GraphQL; REST is timed by its routes. */
@Injectable()
export class OperationsInterceptor implements NestInterceptor {
  constructor(private readonly metrics: Metrics) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<string>() !== 'graphql') return next.handle();
    const asked = askedOf(context);
    if (asked === null) return next.handle();
    const { operation } = asked;
    const end = this.metrics.graphqlSeconds.startTimer({ operation });
    return next.handle().pipe(
      tap({
        complete: () => end({ outcome: 'DONE' }),
        error: (error: unknown) => end({ outcome: error instanceof Refusal ? error.code : 'FAILED' }),
      }),
    );
  }
}
