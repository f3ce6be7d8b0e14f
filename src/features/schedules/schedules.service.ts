import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { ExperimentsService } from '../experiments/experiments.service.ts';
import { RunMarketsStore } from '../runs/run-markets.store.ts';
import { type CronPlan, explainCron, nextFirings, parseCronPlan } from './cron.ts';
import { resolvePeriods } from './resolve-periods.ts';
import type { CreateScheduleInput } from './schedule.inputs.ts';
import type { CronPreviewModel, ScheduleModel } from './schedule.models.ts';
import { ScheduleFiring } from './schedule-firing.service.ts';
import { templateOf } from './schedule-template.ts';
import { type ScheduleRecord, SchedulesStore, type SlotRecord } from './schedules.store.ts';

const DEFAULT_ZONE = 'Asia/Shanghai';
const FIRINGS_SHOWN = 5;

/** What users do with schedules. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly store: SchedulesStore,
    private readonly firing: ScheduleFiring,
    private readonly markets: RunMarketsStore,
    private readonly experiments: ExperimentsService,
  ) {}

  /** @throws Refusal SCHEDULE_INVALID, ALREADY_EXISTS, NOT_FOUND, PERIOD_INVALID, EXPERIMENT_INVALID */
  async create(input: CreateScheduleInput, now = new Date()): Promise<ScheduleModel> {
    const plan = planOf(input.cron, input.timeZone);
    const template = templateOf(input);
    // The template is tried on the series as it is: what cannot work tonight is refused now.
    const market = await this.markets.latestOf(input.seriesId);
    const { days } = await this.markets.contents(market.id);
    const periods = resolvePeriods(template.periods, days);
    if (!periods.ok) throw periods.error;
    this.experiments.freeze({ ...template.experiment, periods: periods.value });
    const id = uuidv7();
    await this.store.insert({
      id,
      name: input.name,
      cron: plan.expression,
      timeZone: plan.timeZone,
      seriesId: input.seriesId,
      template,
      overlap: input.overlap ?? 'SKIP',
      catchUp: input.catchUp ?? 'LATEST',
      watermark: now,
    });
    return this.get(id, now);
  }

  /** @throws Refusal NOT_FOUND */
  async get(id: string, now = new Date()): Promise<ScheduleModel> {
    return scheduleView(await this.store.get(id), now);
  }

  /** Newest first. */
  async list(page: PageRequest, now = new Date()): Promise<Page<ScheduleModel>> {
    const found = await this.store.list(page);
    return { ...found, items: found.items.map((schedule) => scheduleView(schedule, now)) };
  }

  async pause(id: string, now = new Date()): Promise<ScheduleModel> {
    return scheduleView(await this.store.setPaused(id, true, now), now);
  }

  /** Slots that passed while it was paused stay passed. */
  async resume(id: string, now = new Date()): Promise<ScheduleModel> {
    return scheduleView(await this.store.setPaused(id, false, now), now);
  }

  /** A run now, new trading day or not. @throws Refusal NOT_FOUND, CONFLICT, or why no run can be made */
  trigger(id: string, now = new Date()): Promise<SlotRecord> {
    return this.firing.trigger(id, now);
  }

  /** What became of the slots, latest first. @throws Refusal NOT_FOUND */
  async history(id: string, page: PageRequest): Promise<Page<SlotRecord>> {
    await this.store.get(id);
    return this.store.history(id, page);
  }

  /** @throws Refusal SCHEDULE_INVALID */
  preview(cron: string, timeZone: string | undefined, now = new Date()): CronPreviewModel {
    const plan = planOf(cron, timeZone);
    return { words: explainCron(plan), nextFirings: nextFirings(plan, now, FIRINGS_SHOWN) };
  }
}

/** @throws Refusal SCHEDULE_INVALID */
function planOf(cron: string, timeZone: string | undefined): CronPlan {
  const plan = parseCronPlan(cron, timeZone ?? DEFAULT_ZONE);
  if (plan.ok) return plan.value;
  throw plan.error satisfies Refusal;
}

function scheduleView(schedule: ScheduleRecord, now: Date): ScheduleModel {
  const plan = { expression: schedule.cron, timeZone: schedule.timeZone };
  const { watermark: _watermark, template, ...shown } = schedule;
  return {
    ...shown,
    words: explainCron(plan),
    nextFirings: schedule.paused ? [] : nextFirings(plan, now, FIRINGS_SHOWN),
    seedPolicy: template.seedPolicy,
    template: JSON.stringify(template),
  };
}
