import { ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { pageType } from '../../platform/paging/connection.ts';
import { TopFactorModel } from './factor.models.ts';
import { LineageEdgeModel } from './lineage.models.ts';

class FinderModel {
  @ApiProperty({ description: 'Of the run.' })
  id: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'For people.' })
  name: string | null;
}

/** REST's answer; GraphQL asks for the same by the fields `foundBy` and `parents` of the factor. */
@ObjectType('TopFactorWithFamily', { isAbstract: true })
export class TopFactorWithFamilyModel extends TopFactorModel {
  @ApiProperty({
    required: false,
    nullable: true,
    type: FinderModel,
    description: 'With include=foundBy: the first run in which it lived; null where none has.',
  })
  foundBy?: FinderModel | null;

  @ApiProperty({
    required: false,
    type: () => LineageEdgeModel,
    isArray: true,
    description: 'With include=parents: its latest births, latest first, at most ten.',
  })
  parents?: LineageEdgeModel[];
}

export const TopFactorPage = pageType('TopFactor', TopFactorWithFamilyModel);
