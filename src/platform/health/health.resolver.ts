import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { OpenToAll } from '../auth/access.ts';

@ObjectType('Service', { description: 'The service itself.' })
export class ServiceModel {
  @Field(() => String, { description: 'Version of Node that it runs on.' })
  node: string;

  @Field(() => Date, { description: 'When this process started, UTC.' })
  startedAt: Date;
}

@Resolver(() => ServiceModel)
export class HealthResolver {
  @OpenToAll()
  @Query(() => ServiceModel, {
    description: 'Tells that the service answers, without touching the database.',
  })
  service(): ServiceModel {
    return { node: process.versions.node, startedAt: new Date(Date.now() - performance.now()) };
  }
}
