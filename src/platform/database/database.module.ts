import { Global, Logger, Module } from '@nestjs/common';
import { Config, databaseUrlOf } from '../config/config.ts';
import { Database } from './database.ts';
import { Notifications } from './notifications.ts';

const MAXIMUM_CONNECTIONS = 20;

const logger = new Logger('database');
const warn = (error: Error): void => logger.warn(`a connection to the database broke: ${error.message}`);

/** The process's `Database` and `Notifications`. They are closed by `closeService`, after all who use them. */
@Global()
@Module({
  providers: [
    {
      provide: Database,
      inject: [Config],
      useFactory: (config: Config) =>
        new Database({
          databaseUrl: databaseUrlOf(config),
          maximumConnections: MAXIMUM_CONNECTIONS,
          onIdleError: warn,
        }),
    },
    {
      provide: Notifications,
      inject: [Config],
      useFactory: async (config: Config) => {
        const notifications = new Notifications({ databaseUrl: databaseUrlOf(config), onLost: warn });
        await notifications.start();
        return notifications;
      },
    },
  ],
  exports: [Database, Notifications],
})
export class DatabaseModule {}
