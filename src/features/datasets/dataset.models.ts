import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';

@ObjectType('Dataset', {
  description: 'An imported market 数据集: immutable, named by the hash of its content.',
})
export class DatasetModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, { description: 'SHA-256 of the panels: the same files give the same dataset.' })
  hash: string;

  @Described(() => String, { description: 'For people.' })
  name: string;

  @Described(() => ID, { description: 'The series that it belongs to.' })
  seriesId: string;

  @Described(() => String, { description: 'Name of the series.' })
  seriesName: string;

  @Described(() => Int, { description: 'Position in the series, from 1.' })
  sequence: number;

  @Described(() => String, { description: 'First trading day, YYYY-MM-DD.' })
  firstDay: string;

  @Described(() => String, { description: 'Last trading day, YYYY-MM-DD.' })
  lastDay: string;

  @Described(() => Int, { description: 'Trading days.' })
  dayCount: number;

  @Described(() => Int, { description: 'Symbols.' })
  symbolCount: number;

  @Described(() => Int, { nullable: true, description: 'Minute bars a session; null for daily data alone.' })
  barCount: number | null;

  @Described(() => String, { description: 'Unit that prices and amounts are in, e.g. CNY.' })
  currency: string;

  @Described(() => String, {
    description:
      "How prices were adjusted 复权: rebase (1 at each symbol's first row), asGiven (the file's own base), none.",
  })
  adjustment: string;

  @Described(() => String, {
    list: true,
    description: 'What stays with the data, e.g. FORWARD_ADJUSTED 前复权, GENERATED.',
  })
  labels: string[];

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;
}

@ObjectType('Series', { description: 'Datasets that continue one another as days are added.' })
export class SeriesModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, { description: 'Unique. An import that names it continues it.' })
  name: string;

  @Described(() => Int, { description: 'Datasets so far.' })
  datasetCount: number;

  @Described(() => ID, { nullable: true, description: 'What a schedule mines next.' })
  latestDatasetId: string | null;

  @Described(() => String, {
    nullable: true,
    description: 'Last trading day of the latest dataset, YYYY-MM-DD.',
  })
  lastDay: string | null;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;
}

@ObjectType('YearCoverage', { description: 'How full a calendar year is.' })
export class YearCoverageModel {
  @Described(() => Int, { description: 'Calendar year.' })
  year: number;

  @Described(() => Int, { description: 'Trading days.' })
  days: number;

  @Described(() => Int, { description: 'Symbols with a row that year.' })
  symbols: number;

  @Described(() => Float, { description: 'Stock-days with a close / (days x symbols of the dataset).' })
  coverage: number;
}

@ObjectType('SuspensionQuality', {
  description: 'Missing days between the first and last row of a symbol 停牌.',
})
export class SuspensionQualityModel {
  @Described(() => Int, { description: 'Stock-days without a row.' })
  stockDays: number;

  @Described(() => Int, { description: 'Symbols that have any.' })
  symbols: number;

  @Described(() => Int, { description: 'Rows of the files that said so, instead of being absent.' })
  rows: number;
}

@ObjectType('PriceJump', { description: 'An unusual change of an adjusted close.' })
export class PriceJumpModel {
  @Described(() => String, { description: 'Symbol.' })
  symbol: string;

  @Described(() => String, { description: 'Day of the later close, YYYY-MM-DD.' })
  day: string;

  @Described(() => Float, { description: 'Close / close of the traded row before - 1.' })
  change: number;
}

@ObjectType('JumpQuality', { description: 'Adjusted closes that changed by more than a threshold.' })
export class JumpQualityModel {
  @Described(() => Float, { description: '|change| above which a row counts.' })
  threshold: number;

  @Described(() => Int, { description: 'Rows that count.' })
  count: number;

  @Described(() => PriceJumpModel, { list: true, description: 'The first ones.' })
  first: PriceJumpModel[];
}

@ObjectType('CalendarGap', { description: 'Two trading days with weekdays missing between them.' })
export class CalendarGapModel {
  @Described(() => String, { description: 'Last day before the gap, YYYY-MM-DD.' })
  after: string;

  @Described(() => String, { description: 'First day behind it, YYYY-MM-DD.' })
  before: string;

  @Described(() => Int, { description: 'Weekdays without data; holidays are among them.' })
  missingWeekdays: number;
}

@ObjectType('MinuteQuality', { description: 'How full the minute bars are.' })
export class MinuteQualityModel {
  @Described(() => String, { list: true, description: 'Trading days without any bar, YYYY-MM-DD.' })
  missingDays: string[];

  @Described(() => Int, { description: 'Stock-days with some bars, but fewer than the session has.' })
  partialStockDays: number;
}

@ObjectType('QualityWarning', { description: 'What one should know before mining.' })
export class QualityWarningModel {
  @Described(() => String, { description: 'Stable code.' })
  code: string;

  @Described(() => String, { description: 'For people.' })
  message: string;
}

@ObjectType('QualityReport', { description: 'How good a dataset is, as seen when it was imported 数据质量.' })
export class QualityReportModel {
  @Described(() => Int, { description: 'Stock-days with a close.' })
  stockDays: number;

  @Described(() => Float, { description: 'Stock-days with a close / (days x symbols).' })
  coverage: number;

  @Described(() => YearCoverageModel, { list: true, description: 'Year by year.' })
  byYear: YearCoverageModel[];

  @Described(() => SuspensionQualityModel, { description: 'Suspended days.' })
  suspensions: SuspensionQualityModel;

  @Described(() => JumpQualityModel, { description: 'Jumps of adjusted prices: often a wrong factor.' })
  jumps: JumpQualityModel;

  @Described(() => Int, { description: 'Stock-days that have prices but no volume.' })
  zeroVolumes: number;

  @Described(() => Int, { description: 'Stock-days whose open or close lies outside low to high.' })
  outsideRange: number;

  @Described(() => CalendarGapModel, { list: true, description: 'Gaps of the calendar.' })
  gaps: CalendarGapModel[];

  @Described(() => MinuteQualityModel, { nullable: true, description: 'Null for daily data alone.' })
  minutes: MinuteQualityModel | null;

  @Described(() => String, { list: true, description: 'Columns of the files that were not read.' })
  ignoredColumns: string[];

  @Described(() => QualityWarningModel, { list: true, description: 'What one should know.' })
  warnings: QualityWarningModel[];
}
