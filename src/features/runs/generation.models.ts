import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import { CascadeModel, RejectionModel } from './cascade.models.ts';

@ObjectType('MutationCount', { description: 'Births of one generation by one kind of mutation.' })
export class MutationCountModel {
  @Described(() => String, { description: 'insert, component, node or degenerate (退化变异).' })
  mutation: string;

  @Described(() => Int, { description: 'Children that it bore.' })
  births: number;

  @Described(() => Int, { description: 'Drafts drawn for them.' })
  attempts: number;

  @Described(() => Int, { description: 'Births whose first draft was illegal and was drawn again.' })
  repaired: number;
}

@ObjectType('CatastropheDeath', { description: 'An elite that was too similar to a fitter one.' })
export class CatastropheDeathModel {
  @Described(() => String, { description: 'Hash of the factor that died.' })
  hash: string;

  @Described(() => String, { description: 'Hash of the fitter one that stayed.' })
  survivorHash: string;

  @Described(() => Float, { description: 'Mean daily cross-sectional correlation of the two, signed.' })
  similarity: number;
}

@ObjectType('Catastrophe', {
  description: 'A catastrophe (灾难算法): who died, for whom, and who took the places.',
})
export class CatastropheModel {
  @Described(() => Int, { description: 'Individuals that were compared.' })
  elites: number;

  @Described(() => Int, { description: 'Train days on which they were compared.' })
  sampledDays: number;

  @Described(() => CatastropheDeathModel, { list: true, description: 'Who died, and for whom.' })
  deaths: CatastropheDeathModel[];

  @Described(() => Int, { description: 'Places filled with initial programs.' })
  refilledInitial: number;

  @Described(() => Int, { description: 'Places filled with mutated children.' })
  refilledChildren: number;
}

@ObjectType('Generation', { description: "One committed step of a run (the report's figure 13)." })
export class GenerationModel {
  @Described(() => ID, { description: 'The run.' })
  runId: string;

  @Described(() => Int, { description: '0 is the first population.' })
  generation: number;

  @Described(() => Float, { nullable: true, description: 'Mean |mean IC| of the population in train.' })
  meanFitness: number | null;

  @Described(() => Float, { nullable: true, description: 'Best |mean IC| alive in train.' })
  bestFitness: number | null;

  @Described(() => String, { nullable: true, description: 'Formula of the best alive.' })
  bestFormula: string | null;

  @Described(() => Float, { nullable: true, description: 'Best |mean IC| that the run has had by now.' })
  bestEverFitness: number | null;

  @Described(() => String, { nullable: true, description: 'Formula of the best ever.' })
  bestEverFormula: string | null;

  @Described(() => Float, { description: 'Distinct programs / population size.' })
  diversity: number;

  @Described(() => Float, { description: 'Mean size, in operators and data leaves.' })
  meanSize: number;

  @Described(() => Int, { description: 'Individuals without fitness: too few dates or too little coverage.' })
  withoutFitness: number;

  @Described(() => Int, {
    description: 'Living individuals that the cascade stopped before they were judged in full.',
  })
  rejected: number;

  @Described(() => Int, { description: 'Programs that this run had not seen before.' })
  newPrograms: number;

  @Described(() => Int, {
    description:
      'Newborns that behaved like a living program no longer than they, and joined as that (等价个体).',
  })
  equivalents: number;

  @Described(() => Int, {
    description: 'Of those, how many were computed; the rest were known from other runs.',
  })
  computed: number;

  @Described(() => CascadeModel, {
    nullable: true,
    description: 'The cascade; null where it is off or the market too small for it.',
  })
  cascade: CascadeModel | null;

  @Described(() => MutationCountModel, { list: true, description: 'Births by kind of mutation.' })
  mutations: MutationCountModel[];

  @Described(() => CatastropheModel, {
    nullable: true,
    description: 'The catastrophe of this generation, if there was one.',
  })
  catastrophe: CatastropheModel | null;

  @Described(() => String, { description: 'SHA-256 of the living population: equal for equal seeds.' })
  populationHash: string;

  @Described(() => Float, { description: 'Milliseconds spent on breeding.' })
  breedMs: number;

  @Described(() => Float, { description: 'Milliseconds spent on evaluation.' })
  evaluateMs: number;

  @Described(() => Float, { description: 'Milliseconds spent on writing the generation before.' })
  persistMs: number;

  @Described(() => Date, { description: 'When it was committed, UTC.' })
  createdAt: Date;
}

@ObjectType('Individual', { description: 'A program with age and fitness in one run.' })
export class IndividualModel {
  @Described(() => ID, { description: 'The factor that the program is.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => Int, { description: 'Operators and data leaves of the expanded expression.' })
  size: number;

  @Described(() => Int, { description: 'Generation in which it was born: its age.' })
  birthGeneration: number;

  @Described(() => Int, { description: 'Place within its birth generation; breaks ties in age.' })
  slot: number;

  @Described(() => Float, {
    nullable: true,
    description:
      '|mean IC| in train by the kind of the experiment; null below the minimum of dates or coverage, or if rejected.',
  })
  fitness: number | null;

  @Described(() => Float, { nullable: true, description: 'Mean daily Pearson IC in train, signed.' })
  ic: number | null;

  @Described(() => Float, { nullable: true, description: 'Mean daily rank IC in train, signed.' })
  rankIc: number | null;

  @Described(() => Float, { description: 'Pairs / labelled cells of the universe in train (覆盖率).' })
  coverage: number;

  @Described(() => String, { description: 'random, warmStart, mutation, initialCopy or equivalent.' })
  origin: string;

  @Described(() => String, {
    nullable: true,
    description:
      'Formula that was bred, for an equivalent: it behaves like the one that joined in its place.',
  })
  bred: string | null;

  @Described(() => RejectionModel, {
    nullable: true,
    description: 'Where the cascade stopped it; null if it was judged in full.',
  })
  rejected: RejectionModel | null;

  @Described(() => Float, {
    nullable: true,
    description:
      'Largest |correlation| with the known factors that the run keeps away from, signed, by which its fitness was lowered; null without such, or where it is unknown.',
  })
  knownCorrelation: number | null;

  @Described(() => String, { nullable: true, description: 'Kind of the mutation, for a child.' })
  mutation: string | null;

  @Described(() => String, { nullable: true, description: "Hash of the parent's factor, for what was bred." })
  parentHash: string | null;

  @Described(() => Int, { nullable: true, description: 'Generation in which it left; null while it lives.' })
  leftGeneration: number | null;

  @Described(() => String, { nullable: true, description: 'age or catastrophe; null while it lives.' })
  leftCause: string | null;
}
