import { invariant } from '../../../core/outcome/refusal.ts';
import { preparePeriod } from '../../evaluation/prepare-period.ts';
import { universeMask } from '../../evaluation/universe-mask.ts';
import type { KernelExports } from '../../kernels/wasm/kernel-exports.ts';
import type { Panel } from '../../panel/panel.ts';
import { keyOfLeaf, type LeafValues } from '../../plan/leaf.ts';
import type { PlanInput } from '../../plan/stage.ts';
import { BLOCK_STOCKS, type BlockLayout, blocksOfPeriod } from './block-layout.ts';
import { layLabels, layMask, layMatrix, layVector } from './lay-figures.ts';
import type { Region, RegionSource } from './region.ts';
import { layOnce } from './region-state.ts';
import type { SharedMemory } from './shared-panel.ts';
import { inputKey, workspaceKey } from './task-needs.ts';

export interface RegionSetting {
  readonly panel: Panel;
  readonly layout: BlockLayout;
  readonly shared: SharedMemory;
  readonly thread: number;
  readonly kernels: KernelExports;
}

/** The regions of the task that a thread has in hand, laid out as they are asked for. */
export class LaidRegions {
  private regions = new Map<string, Region>();
  private reductions: readonly LeafValues[] = [];

  constructor(private readonly setting: RegionSetting) {}

  /** @param reductions of minute bars, and imported values, that the task's programs read */
  begin(regions: readonly Region[], reductions: readonly LeafValues[]): void {
    // Growth by another thread may not have come here yet; growing by nothing fetches it.
    this.setting.shared.memory.grow(0);
    this.regions = new Map(regions.map((region) => [region.key, region]));
    this.reductions = reductions;
  }

  /** The memory as it is in this task: it grows between tasks. */
  get memory(): SharedArrayBuffer {
    return this.setting.shared.memory.buffer;
  }

  /** Where this thread may compute. */
  get workspace(): number {
    return this.regionOf(workspaceKey(this.setting.thread)).address;
  }

  /**
   * Address of a region with its contents; lays them out if nobody has.
   * @throws Refusal UNIVERSE_UNAVAILABLE
   */
  addressOf(key: string): number {
    const region = this.regionOf(key);
    const { shared, thread } = this.setting;
    layOnce(shared.states, region.word, thread, () => this.lay(region));
    return region.address;
  }

  /** As `addressOf`, of what a program reads. */
  addressOfInput(input: PlanInput): number {
    return this.addressOf(inputKey(input, this.reductions));
  }

  private regionOf(key: string): Region {
    const region = this.regions.get(key);
    invariant(region !== undefined, `the task was given a region ${key}`);
    return region;
  }

  private lay({ source, address, bytes }: Region): void {
    const { panel, layout } = this.setting;
    const figures = (): Float32Array => new Float32Array(this.memory, address, bytes / 4);
    switch (source.kind) {
      case 'matrix':
        layMatrix(found(panel.matrices.get(source.field), source.field), layout, figures());
        break;
      case 'vector':
        layVector(found(panel.vectors.get(source.field), source.field), figures());
        break;
      case 'leaf': {
        const key = keyOfLeaf(source.leaf);
        const reduction = this.reductions.find(({ leaf }) => keyOfLeaf(leaf) === key);
        layMatrix(found(reduction?.values, key), layout, figures());
        break;
      }
      case 'mask':
        layMask(universeMask(panel, source.universe), layout, figures());
        break;
      case 'labels':
        this.prepareLabels(source, address);
        break;
      case 'workspace':
        break;
    }
  }

  private prepareLabels(source: Extract<RegionSource, { kind: 'labels' }>, address: number): void {
    const { panel, layout, kernels } = this.setting;
    const { labels, rows } = preparePeriod(panel, source.definition, source.period);
    const count = rows.to - rows.from;
    const blocks = blocksOfPeriod(layout, rows, source.share);
    const figures = new Float32Array(this.memory, address, count * blocks * BLOCK_STOCKS);
    layLabels(labels, layout, blocks, figures);
    kernels.prepareLabels(address, count, blocks, this.workspace);
  }
}

function found(values: Float64Array | undefined, name: string): Float64Array {
  invariant(values !== undefined, `the panel has ${name}`);
  return values;
}
