import { type DynamicModule, Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { DayScalar } from './day-scalar.ts';
import { formatExecution } from './format-execution.ts';
import { JsonScalar } from './json-scalar.ts';
import { limitAliases } from './limit-aliases.ts';

/** The introspection query of GraphiQL is 15 deep; nothing that a user asks for comes near. */
const DEEPEST_QUERY = 16;
const MOST_ALIASES = 30;
const MOST_TOKENS = 4_000;

function driverOptions(): MercuriusDriverConfig {
  return {
    driver: MercuriusDriver,
    autoSchemaFile: true,
    sortSchema: true,
    graphiql: true,
    jit: 1,
    path: '/graphql',
    subscription: { fullWsTransport: true },
    queryDepth: DEEPEST_QUERY,
    validationRules: [limitAliases(MOST_ALIASES)],
    graphql: { parseOptions: { maxTokens: MOST_TOKENS } },
    errorFormatter: formatExecution,
  };
}

/** GraphQL by code: the schema is what the features' resolvers say. */
@Module({})
export class ApiGraphqlModule {
  static forRoot(): DynamicModule {
    return {
      module: ApiGraphqlModule,
      imports: [GraphQLModule.forRoot<MercuriusDriverConfig>(driverOptions())],
      providers: [JsonScalar, DayScalar],
    };
  }
}
