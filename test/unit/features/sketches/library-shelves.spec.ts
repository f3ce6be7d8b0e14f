import { describe, expect, it } from 'vitest';
import { bytesOfSketch, SKETCH_SIZE } from '../../../../src/compute/sketch/sketch-size.ts';
import { LibraryShelves } from '../../../../src/features/sketches/library-shelves.ts';
import type { SketchesStore } from '../../../../src/features/sketches/sketches.store.ts';

/** A store in memory that writes down which sketches were read. */
function memoryStore() {
  const state = { version: 0, members: [] as string[], sketched: new Set<string>(), reads: [] as string[][] };
  const store = {
    libraryVersion: async () => state.version,
    memberIds: async () => state.members,
    read: async (_grid: number, ids: readonly string[]) => {
      const wanted = ids.filter((id) => state.sketched.has(id));
      state.reads.push(wanted);
      return wanted.map((factorId) => ({
        factorId,
        scores: new Int8Array(bytesOfSketch(SKETCH_SIZE)).fill(Number(factorId)),
      }));
    },
  } as unknown as SketchesStore;
  const change = (members: string[], sketched: string[]): void => {
    state.version++;
    state.members = members;
    for (const id of sketched) state.sketched.add(id);
  };
  return { state, store, change };
}

describe('the shelf of a library', () => {
  it('reads nothing while the version stands, and only what is new when it was raised', async () => {
    const { state, store, change } = memoryStore();
    const shelves = new LibraryShelves(store);
    change(['1', '2', '3'], ['1', '2']);
    const first = await shelves.of('library', 1, 2);
    expect(first).toMatchObject({ factorIds: ['1', '2'], lacking: ['3'] });
    await shelves.of('library', 1, 2);
    expect(state.reads).toEqual([['1', '2']]);

    change(['2', '3', '4'], ['3', '4']);
    const [one, two] = await Promise.all([shelves.of('library', 1, 2), shelves.of('library', 1, 2)]);
    expect(state.reads).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(two).toEqual(one);
    expect(one.shelf).toBe(first.shelf);
    expect(one.factorIds).toEqual(['1', '2', '3', '4']);
    expect([...one.members]).toEqual(['2', '3', '4']);
    expect(one.lacking).toEqual([]);
    expect(one.shelf.count).toBe(4);
    const { memory, sketches } = one.shelf.view;
    const third = sketches + 2 * bytesOfSketch(SKETCH_SIZE);
    expect(new Int8Array(memory.buffer)[third]).toBe(3);
  });

  it('is made anew where most of what it holds has left', async () => {
    const { store, change } = memoryStore();
    const shelves = new LibraryShelves(store);
    const many = Array.from({ length: 120 }, (_, at) => String(at));
    change(many, many);
    const before = await shelves.of('library', 1, 1);
    change(['7'], []);
    const after = await shelves.of('library', 1, 1);
    expect(after.shelf).not.toBe(before.shelf);
    expect(after.factorIds).toEqual(['7']);
  });

  it('goes when others need the room, the longest unused first, and comes again', async () => {
    const { state, store, change } = memoryStore();
    change(['1'], ['1']);
    const { shelf } = await new LibraryShelves(store).of('a', 1, 1);
    const shelves = new LibraryShelves(store, 2 * shelf.bytes);
    state.reads.length = 0;
    for (const library of ['a', 'b', 'a', 'c']) await shelves.of(library, 1, 1);
    expect(state.reads).toHaveLength(3);
    await shelves.of('a', 1, 1);
    expect(state.reads).toHaveLength(3);
    await shelves.of('b', 1, 1);
    expect(state.reads).toHaveLength(4);
  });

  it('is not kept where reading it failed', async () => {
    const { store, change } = memoryStore();
    change(['1'], ['1']);
    const shelves = new LibraryShelves(store);
    const { read } = store;
    store.read = () => Promise.reject(new Error('the database is gone'));
    await expect(shelves.of('library', 1, 1)).rejects.toThrow('the database is gone');
    store.read = read;
    expect((await shelves.of('library', 1, 1)).factorIds).toEqual(['1']);
  });
});
