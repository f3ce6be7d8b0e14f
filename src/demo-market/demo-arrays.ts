import { sharedFlags, sharedFloats } from '../compute/panel/shared-arrays.ts';

/** Everything that the generator fills. Prices adjusted unless named raw; all [days x stocks] or [days x bars x stocks]. */
export interface DemoArrays {
  readonly OPEN: Float64Array;
  readonly HIGH: Float64Array;
  readonly LOW: Float64Array;
  readonly CLOSE: Float64Array;
  readonly VOLUME: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly openingVolume: Float64Array;
  readonly isSt: Uint8Array;
  readonly rawClose: Float64Array;
  readonly rawPreviousClose: Float64Array;
  readonly limitUp: Float64Array;
  readonly limitDown: Float64Array;
  readonly amount: Float64Array;
}

export function newDemoArrays(days: number, bars: number, stocks: number): DemoArrays {
  const daily = (): Float64Array => sharedFloats(days * stocks);
  const minute = (): Float64Array => sharedFloats(days * bars * stocks);
  return {
    OPEN: daily(),
    HIGH: daily(),
    LOW: daily(),
    CLOSE: daily(),
    VOLUME: daily(),
    open: minute(),
    high: minute(),
    low: minute(),
    close: minute(),
    volume: minute(),
    openingVolume: new Float64Array(days * stocks).fill(Number.NaN),
    isSt: sharedFlags(days * stocks),
    rawClose: daily(),
    rawPreviousClose: daily(),
    limitUp: daily(),
    limitDown: daily(),
    amount: daily(),
  };
}
