import { type DynamicModule, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type Config, databaseUrlOf } from '../config/config.ts';
import { Database } from './database.ts';
import { Notifications } from './notifications.ts';

/** Enough for the service's queries beside a run's commits; a small server allows 100 in all. */
const MAXIMUM_CONNECTIONS = 12;

/** Lets every provider ask for `Database` and `Notifications`; closes both when everything else has stopped. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  static forRoot(config: Config): DynamicModule {
    const databaseUrl = databaseUrlOf(config);
    const logger = new Logger(DatabaseModule.name);
    const warn = (error: Error): void =>
      logger.warn(`lost a connection to the database, which is made anew: ${error.message}`);
    const notifications = new Notifications({ databaseUrl, onLost: warn });
    const options = { databaseUrl, maximumConnections: MAXIMUM_CONNECTIONS, onIdleError: warn };
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: Database, useFactory: () => new Database(options) },
        { provide: Notifications, useFactory: () => notifications.start().then(() => notifications) },
      ],
      exports: [Database, Notifications],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.notifications.close();
    await this.database.close();
  }
}
