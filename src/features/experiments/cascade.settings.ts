import { Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';

@ObjectType('CascadeTier', { description: 'One sieve of the cascade.' })
@InputType('CascadeTierInput', { description: 'One sieve of the cascade.' })
export class CascadeTierModel {
  @DescribedInput(() => Float, { description: 'Share of the stocks that a program is scored on, below 1.' })
  share: number;

  @DescribedInput(() => Float, { description: 'Share of those scored that goes on.' })
  passRate: number;
}

@ObjectType('CascadeSettings', {
  description:
    'The cascade (分级筛选): children are scored on a part of the stocks first, the best of them judged on all.',
})
@InputType('CascadeSettingsInput', { description: 'What is left out takes its default.' })
export class CascadeSettingsModel {
  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Markets of fewer stocks are judged in full.',
  })
  fromStocks?: number;

  @DescribedInput(() => CascadeTierModel, {
    nullable: true,
    list: true,
    description: 'By ascending share; judgement on all stocks follows the last.',
  })
  tiers?: CascadeTierModel[];

  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Rejected children of a generation judged in full afterwards, to see what is lost (抽检).',
  })
  auditSize?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    description: 'A rejected child is wrongly rejected if it would be among this share of the living.',
  })
  auditTopShare?: number;
}
