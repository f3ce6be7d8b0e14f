import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { type CronPlan, explainCron, nextFirings, parseCronPlan } from './cron.ts';
import type { CreateScheduleInput, UpdateScheduleInput } from './schedule.inputs.ts';
import type { CronPreviewModel, ScheduleModel } from './schedule.models.ts';
import { careOf } from './schedule-care.ts';
import { ScheduleFiring } from './schedule-firing.service.ts';
import { ScheduleSlotsStore, type SlotRecord } from './schedule-slots.store.ts';
import { changedTemplate, templateOf } from './schedule-template.ts';
import { ScheduleTemplates } from './schedule-templates.service.ts';
import { type ScheduleRecord, SchedulesStore } from './schedules.store.ts';
import { type Candidate, SlotAdmissionsStore } from './slot-admissions.store.ts';

const DEFAULT_ZONE = 'Asia/Shanghai';
const FIRINGS_SHOWN = 5;

/** What users do with schedules. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly store: SchedulesStore,
    private readonly slots: ScheduleSlotsStore,
    private readonly admissions: SlotAdmissionsStore,
    private readonly firing: ScheduleFiring,
    private readonly templates: ScheduleTemplates,
  ) {}

  /** @throws Refusal SCHEDULE_INVALID, ALREADY_EXISTS, NOT_FOUND, PERIOD_INVALID, EXPERIMENT_INVALID */
  async create(input: CreateScheduleInput, now = new Date()): Promise<ScheduleModel> {
    const plan = planOf(input.cron, input.timeZone);
    const template = templateOf(input);
    await this.templates.check(template, input.seriesId);
    const id = uuidv7();
    await this.store.insert(id, {
      name: input.name,
      cron: plan.expression,
      timeZone: plan.timeZone,
      seriesId: input.seriesId,
      template,
      overlap: input.overlap ?? 'SKIP',
      catchUp: input.catchUp ?? 'LATEST',
      care: careOf(input),
      watermark: now,
    });
    return this.get(id, now);
  }

  /**
   * Changes what is given; with other times it looks forward from now. Runs that were made stay as they are.
   * @throws Refusal as `create`
   */
  async update(id: string, input: UpdateScheduleInput, now = new Date()): Promise<ScheduleModel> {
    const before = await this.store.get(id);
    const plan = planOf(input.cron ?? before.cron, input.timeZone ?? before.timeZone);
    const isOtherwise = plan.expression !== before.cron || plan.timeZone !== before.timeZone;
    const template = changedTemplate(before.template, input);
    await this.templates.check(template, before.seriesId);
    const after = await this.store.update(id, {
      name: input.name ?? before.name,
      cron: plan.expression,
      timeZone: plan.timeZone,
      seriesId: before.seriesId,
      template,
      overlap: input.overlap ?? before.overlap,
      catchUp: input.catchUp ?? before.catchUp,
      care: careOf(input, before.care),
      watermark: isOtherwise ? now : before.watermark,
    });
    return scheduleView(after, now);
  }

  /** With its history; its runs and what joined libraries stay. @throws Refusal NOT_FOUND */
  async delete(id: string, now = new Date()): Promise<ScheduleModel> {
    return scheduleView(await this.store.delete(id), now);
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
    const { id: scheduleId } = await this.store.get(id);
    const [found] = await this.slots.histories([{ scheduleId, page }]);
    return found!;
  }

  /** Whom a slot's run put forward, and what became of each, best first. @throws Refusal NOT_FOUND, INVALID_INPUT */
  async candidates(id: string, slotAt: string): Promise<Candidate[]> {
    const { id: scheduleId } = await this.store.get(id);
    const slot = await this.slots.get(scheduleId, momentOf(slotAt));
    const [found] = await this.admissions.candidatesOf([slot]);
    return found ?? [];
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

function momentOf(text: string): Date {
  const moment = new Date(text);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new Refusal('INVALID_INPUT', 'slotAt: expected a moment as the history tells it', {
    expected: 'RFC 3339, such as 2026-03-02T10:30:00.000Z',
    actual: text.slice(0, 60),
    where: 'slotAt',
    remedy: "list the schedule's history to see which slots there are",
  });
}

export function scheduleView(schedule: ScheduleRecord, now: Date): ScheduleModel {
  const plan = { expression: schedule.cron, timeZone: schedule.timeZone };
  const { watermark: _watermark, resumedAt: _resumedAt, template, care, ...shown } = schedule;
  return {
    ...shown,
    ...careOf({}, care),
    words: explainCron(plan),
    nextFirings: schedule.paused ? [] : nextFirings(plan, now, FIRINGS_SHOWN),
    seedPolicy: template.seedPolicy,
    admission: template.admission ?? null,
    template: JSON.stringify(template),
  };
}
