import { describe, expect, it } from 'vitest';
import type { RegionNeed } from '../../../../../src/compute/engine/search/region.ts';
import { RegionAllocator } from '../../../../../src/compute/engine/search/region-allocator.ts';
import { layOnce } from '../../../../../src/compute/engine/search/region-state.ts';
import { SharedPanel } from '../../../../../src/compute/engine/search/shared-panel.ts';
import { streamOf } from '../made-panel.ts';

const PAGE = 65_536;
const field = (name: string, bytes: number): RegionNeed => ({
  key: `matrix ${name}`,
  source: { kind: 'matrix', field: name },
  bytes,
});
const workspace = (thread: number, bytes: number): RegionNeed => ({
  key: `workspace ${thread}`,
  source: { kind: 'workspace' },
  bytes,
});

describe('handing out spans of memory', () => {
  it('never hands out a byte twice, and joins what comes back', () => {
    const next = streamOf(7);
    const allocator = new RegionAllocator(1024, 1024 + 64 * 1024);
    const owned = new Map<number, number>();
    for (let turn = 0; turn < 3_000; turn++) {
      if (next() < 0.55) {
        const bytes = 1 + Math.floor(next() * 4_000);
        const address = allocator.allocate(bytes);
        if (address === null) continue;
        expect(address % 64).toBe(0);
        expect(address).toBeGreaterThanOrEqual(1024);
        expect(address + bytes).toBeLessThanOrEqual(1024 + 64 * 1024);
        for (const [other, size] of owned) {
          expect(address + bytes <= other || other + size <= address).toBe(true);
        }
        owned.set(address, bytes);
      } else {
        const [address] = owned.keys();
        if (address === undefined) continue;
        owned.delete(address);
        allocator.release(address);
      }
    }
    for (const address of owned.keys()) allocator.release(address);
    expect(allocator.used).toBe(0);
    expect(allocator.allocate(64 * 1024)).toBe(1024);
  });
});

describe('the memory of a panel', () => {
  it('refuses nothing that fits: what lies in the middle of the room is laid out again elsewhere', () => {
    const panel = new SharedPanel('made', 7 * PAGE);
    for (const name of ['A', 'B', 'C']) panel.release(panel.reserve(0, [field(name, 2 * PAGE)])!);
    const lease = panel.reserve(0, [field('B', 2 * PAGE), field('D', 4 * PAGE)])!;
    expect(lease.regions.map(({ bytes }) => bytes)).toEqual([2 * PAGE, 4 * PAGE]);
    panel.release(lease);
    expect(() => panel.reserve(0, [field('B', 2 * PAGE), field('E', 5 * PAGE)])).toThrow('search memory');
  });

  it('finds a region where it was put, and grows as regions are made', () => {
    const panel = new SharedPanel('made', 40 * PAGE);
    expect(panel.use.memoryBytes).toBe(PAGE);
    const first = panel.reserve(0, [field('HIGH', 3 * PAGE), workspace(0, PAGE)])!;
    const second = panel.reserve(1, [field('HIGH', 3 * PAGE), workspace(1, PAGE)])!;
    expect(second.regions[0]!.address).toBe(first.regions[0]!.address);
    expect(second.regions[1]!.address).not.toBe(first.regions[1]!.address);
    expect(first.regions[0]!.address).toBeGreaterThanOrEqual(PAGE);
    expect(panel.use).toMatchObject({ memoryBytes: 6 * PAGE, usedBytes: 5 * PAGE, limitBytes: 40 * PAGE });
  });

  it('drops the longest unused for lack of room, and nothing in use', () => {
    const panel = new SharedPanel('made', 11 * PAGE);
    const holding = panel.reserve(0, [field('A', 4 * PAGE)])!;
    panel.release(panel.reserve(0, [field('B', 3 * PAGE)])!);
    panel.release(panel.reserve(0, [field('C', 3 * PAGE)])!);
    panel.release(panel.reserve(0, [field('B', 3 * PAGE)])!);
    panel.release(panel.reserve(0, [field('D', 3 * PAGE)])!);
    expect(panel.use.regions).toEqual(['matrix A', 'matrix B', 'matrix D']);
    expect(panel.reserve(1, [field('E', 3 * PAGE), field('F', 4 * PAGE)])).toBeNull();
    panel.release(holding);
    expect(panel.reserve(1, [field('E', 3 * PAGE), field('F', 4 * PAGE)])).not.toBeNull();
  });

  it('refuses what can never fit, with the figure needed', () => {
    const panel = new SharedPanel('made', 10 * PAGE);
    panel.release(panel.reserve(0, [field('A', 4 * PAGE)])!);
    const tooMuch = [field('B', 6 * PAGE), workspace(0, 160 * PAGE)];
    expect(() => panel.reserve(0, tooMuch)).toThrow(
      expect.objectContaining({
        code: 'DATASET_TOO_LARGE',
        details: expect.objectContaining({
          actual: '11 MB',
          expected: expect.stringMatching(/at most 0 MB/),
        }),
      }),
    );
    expect(panel.reserve(0, [field('B', 9 * PAGE)])).not.toBeNull();
  });

  it("makes a thread's workspace anew when a task needs a larger one", () => {
    const panel = new SharedPanel('made', 20 * PAGE);
    panel.release(panel.reserve(0, [workspace(0, 2 * PAGE)])!);
    const lease = panel.reserve(0, [workspace(0, 5 * PAGE)])!;
    expect(lease.regions[0]!.bytes).toBe(5 * PAGE);
    panel.release(lease);
    expect(panel.reserve(0, [workspace(0, PAGE)])!.regions[0]!.bytes).toBe(5 * PAGE);
    expect(panel.use.usedBytes).toBe(5 * PAGE);
  });

  it('has a region laid out once, and again after a failure or a death', () => {
    const panel = new SharedPanel('made', 20 * PAGE);
    const { states } = panel.shared;
    const lease = panel.reserve(3, [field('A', PAGE)])!;
    const { word } = lease.regions[0]!;
    const laid: string[] = [];
    const lay = (name: string) => () => void laid.push(name);
    expect(() =>
      layOnce(states, word, 3, () => {
        throw new Error('half-way');
      }),
    ).toThrow('half-way');
    layOnce(states, word, 3, lay('first'));
    layOnce(states, word, 4, lay('second'));
    expect(laid).toEqual(['first']);

    const other = panel.reserve(3, [field('B', PAGE)])!;
    const dying = other.regions[0]!.word;
    layOnce(states, dying, 3, () => {
      panel.abandon(other);
      layOnce(states, dying, 4, lay('successor'));
    });
    expect(laid).toEqual(['first', 'successor']);
  });

  it('lays a region anew when its room was given to another meanwhile', () => {
    const panel = new SharedPanel('made', 4 * PAGE);
    const laid: string[] = [];
    for (const name of ['A', 'B', 'A', 'A']) {
      const lease = panel.reserve(0, [field(name, 3 * PAGE)])!;
      layOnce(panel.shared.states, lease.regions[0]!.word, 0, () => void laid.push(name));
      panel.release(lease);
    }
    expect(laid).toEqual(['A', 'B', 'A']);
  });
});
