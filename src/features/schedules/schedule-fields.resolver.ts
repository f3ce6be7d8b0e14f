import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  connectionType,
  toConnection,
} from '../../platform/paging/connection.ts';
import { FactorLoaders } from '../factors/factor.loaders.ts';
import { FactorModel } from '../factors/factor.models.ts';
import type { FactorRow } from '../factors/factor-queries.store.ts';
import { RunLoaders } from '../runs/run.loaders.ts';
import { RunModel } from '../runs/run.models.ts';
import { ScheduleLoaders } from './schedule.loaders.ts';
import { ScheduleModel } from './schedule.models.ts';
import { type SlotRecord, slotPosition } from './schedule-slots.store.ts';
import { ScheduleSlotModel, SlotCandidateModel } from './slot.models.ts';
import type { Candidate } from './slot-admissions.store.ts';

const ScheduleSlotConnection = connectionType('ScheduleSlot', ScheduleSlotModel);

/** What hangs on a schedule. */
@Resolver(() => ScheduleModel)
export class ScheduleFieldsResolver {
  constructor(private readonly loaders: ScheduleLoaders) {}

  @ResolveField(() => ScheduleSlotConnection, { description: 'What became of its slots, latest first.' })
  @Access('viewer')
  async history(
    @Parent() schedule: ScheduleModel,
    @Args() args: ConnectionArgs,
  ): Promise<Connection<SlotRecord>> {
    const wish = { scheduleId: schedule.id, page: connectionRequest(args) };
    return toConnection(await this.loaders.history.load(wish), slotPosition);
  }
}

/** What hangs on a slot. */
@Resolver(() => ScheduleSlotModel)
export class ScheduleSlotFieldsResolver {
  constructor(
    private readonly loaders: ScheduleLoaders,
    private readonly runs: RunLoaders,
  ) {}

  @ResolveField(() => RunModel, { nullable: true, description: 'The run that it made.' })
  @Access('viewer')
  run({ runId }: SlotRecord): Promise<RunModel | null> | null {
    return runId === null ? null : this.runs.run.load(runId);
  }

  @ResolveField(() => [SlotCandidateModel], {
    description: 'Whom its run put forward for the library, and what became of each, best first.',
  })
  @Access('viewer')
  candidates({ scheduleId, slotAt }: SlotRecord): Promise<Candidate[]> {
    return this.loaders.candidates.load({ scheduleId, slotAt });
  }
}

/** What hangs on a candidate. */
@Resolver(() => SlotCandidateModel)
export class SlotCandidateFieldsResolver {
  constructor(private readonly factors: FactorLoaders) {}

  @ResolveField(() => FactorModel, { nullable: true, description: 'The factor.' })
  @Access('viewer')
  factor({ factorId }: Candidate): Promise<FactorRow | null> {
    return this.factors.factor.load(factorId);
  }
}
