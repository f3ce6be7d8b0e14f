import { describe, expect, it } from 'vitest';
import { dueSlots, GRACE_MS } from '../../../../src/features/schedules/due-slots.ts';

const hourly = { expression: '0 * * * *', timeZone: 'UTC' };
const at = (text: string) => new Date(`2026-01-01T${text}Z`);

describe('dueSlots', () => {
  it('has nothing to do between slots', () => {
    expect(dueSlots(hourly, 'LATEST', at('10:00:00'), at('10:59:59'))).toEqual([]);
  });

  it('fires a slot that is met in time, once', () => {
    const due = dueSlots(hourly, 'NONE', at('10:00:00'), at('11:00:05'));
    expect(due).toEqual([{ slot: at('11:00:00'), skip: null }]);
    expect(dueSlots(hourly, 'NONE', at('11:00:00'), at('11:00:10'))).toEqual([]);
  });

  it('drops what passed during a downtime under NONE', () => {
    expect(dueSlots(hourly, 'NONE', at('10:00:00'), at('12:30:00'))).toEqual([
      { slot: at('11:00:00'), skip: 'MISSED' },
      { slot: at('12:00:00'), skip: 'MISSED' },
    ]);
  });

  it('fires the latest of them under LATEST', () => {
    expect(dueSlots(hourly, 'LATEST', at('10:00:00'), at('12:30:00'))).toEqual([
      { slot: at('11:00:00'), skip: 'SUPERSEDED' },
      { slot: at('12:00:00'), skip: null },
    ]);
  });

  it('counts lateness up to the grace as in time', () => {
    const edge = new Date(at('11:00:00').getTime() + GRACE_MS);
    expect(dueSlots(hourly, 'NONE', at('10:00:00'), edge)[0]?.skip).toBeNull();
    expect(dueSlots(hourly, 'NONE', at('10:00:00'), new Date(edge.getTime() + 1))[0]?.skip).toBe('MISSED');
  });
});
