import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { type Config, minesRuns } from '../config/config.ts';
import { QueueConnection } from './queue-connection.ts';
import { QueueFaults } from './queue-faults.ts';
import { Queues } from './queues.ts';

/** A finished job is removed at once: a job id that is still held would make the next one vanish silently. */
const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true } as const;

@Module({})
export class QueueModule {
  /** The queue of the process, on Redis or on Postgres. Processors run only where the process mines. */
  static forRoot(config: Config): DynamicModule {
    const connection = new QueueConnection(config);
    return {
      module: QueueModule,
      global: true,
      imports: [
        BullModule.forRootAsync({
          useFactory: () => ({ connection: connection.options, defaultJobOptions: JOB_OPTIONS }),
          extraOptions: { manualRegistration: !minesRuns(config) },
        }),
      ],
      providers: [{ provide: QueueConnection, useValue: connection }, Queues, QueueFaults],
      exports: [QueueConnection, Queues, QueueFaults],
    };
  }
}

/** Declares a queue in a feature's module: `imports: [queue('runs')]`, then `@InjectQueue('runs')`. */
export const queue = (name: string): DynamicModule => BullModule.registerQueue({ name });
