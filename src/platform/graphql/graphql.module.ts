import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { type DynamicModule, Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { NoSchemaIntrospectionCustomRule, type ValidationRule } from 'graphql';
import { keyOfConnection } from '../auth/api-key.ts';
import { KeyRing } from '../auth/key-ring.ts';
import type { Config } from '../config/config.ts';
import { DayScalar } from './day-scalar.ts';
import { formatExecution } from './format-execution.ts';
import { JsonScalar } from './json-scalar.ts';
import { type SocketContext, socketCaller } from './socket-caller.ts';

/** The introspection query of GraphiQL is 15 deep; nothing that a user asks for comes near. */
const DEEPEST_QUERY = 16;
const MOST_ALIASES = 30;
const MOST_DIRECTIVES = 50;
const MOST_TOKENS = 4_000;
/** By graphql-armor's count: 2 an object, 1 a figure, times 1.5 for each level. The widest question of a page takes a third. */
const HIGHEST_COST = 20_000;

/** Rules of a document, whatever it asks for. */
const rulesOf = ({ introspection }: Config): ValidationRule[] => [
  maxAliasesRule({ n: MOST_ALIASES }) as unknown as ValidationRule,
  maxDirectivesRule({ n: MOST_DIRECTIVES }) as unknown as ValidationRule,
  costLimitRule({ maxCost: HIGHEST_COST }) as unknown as ValidationRule,
  ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
];

function driverOptions(config: Config, keys: KeyRing): MercuriusDriverConfig {
  return {
    driver: MercuriusDriver,
    autoSchemaFile: true,
    sortSchema: true,
    graphiql: config.graphiql,
    jit: 1,
    path: '/graphql',
    allowBatchedQueries: false,
    subscription: {
      fullWsTransport: true,
      context: (_socket, request) => ({ caller: request.caller }),
      // Mercurius calls it on its connection: the context is the one above, the socket its own.
      onConnect(this: SocketContext, { payload }: { readonly payload?: unknown }) {
        return socketCaller(this, keyOfConnection(payload), keys);
      },
    },
    queryDepth: DEEPEST_QUERY,
    validationRules: rulesOf(config),
    graphql: { parseOptions: { maxTokens: MOST_TOKENS } },
    errorFormatter: formatExecution,
  };
}

/** GraphQL by code: the schema is what the features' resolvers say. */
@Module({})
export class ApiGraphqlModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: ApiGraphqlModule,
      imports: [
        GraphQLModule.forRootAsync<MercuriusDriverConfig>({
          driver: MercuriusDriver,
          inject: [KeyRing],
          useFactory: (keys: KeyRing) => driverOptions(config, keys),
        }),
      ],
      providers: [JsonScalar, DayScalar],
    };
  }
}
