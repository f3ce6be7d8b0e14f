import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** The registry of this process; each application has its own, as tests want it. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly httpSeconds = new Histogram({
    name: 'factormine_http_request_seconds',
    help: 'Time to the end of the answer, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly graphqlSeconds = new Histogram({
    name: 'factormine_graphql_operation_seconds',
    help: 'Time of a root field, by its name.',
    labelNames: ['operation', 'outcome'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly runs = this.gauge('factormine_runs', 'Runs, by state.', ['state']);
  readonly generations = this.gauge('factormine_generations', 'Generations committed by all runs.', []);
  readonly programs = this.gauge('factormine_programs_tried', 'Programs tried, summed over runs.', []);
  readonly programsPerSecond = this.gauge(
    'factormine_programs_per_second',
    'Programs tried a second of mining by the runs that are mined now.',
    [],
  );
  readonly workersAlive = this.gauge('factormine_workers_alive', 'Processes that mine, heard of lately.', []);
  readonly queueJobs = this.gauge('factormine_queue_jobs', 'Jobs, by queue and state.', ['queue', 'state']);
  readonly poolConnections = this.gauge(
    'factormine_database_connections',
    'Connections of this process to the database: open, idle; waiting = statements without one.',
    ['state'],
  );
  readonly databaseSeconds = this.gauge(
    'factormine_database_round_trip_seconds',
    'One statement that reads nothing, at the scrape.',
    [],
  );
  readonly databaseBytes = this.gauge('factormine_database_bytes', 'Size of the database.', []);
  readonly diskFreeBytes = this.gauge('factormine_disk_free_bytes', "Free on the data folder's disk.", []);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  private gauge<const L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }
}
