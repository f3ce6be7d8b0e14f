import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/** Aliases let one request ask an expensive question many times over; a rule that counts them. */
export function limitAliases(most: number): (context: ValidationContext) => ASTVisitor {
  return (context) => {
    let count = 0;
    return {
      Field(node) {
        if (node.alias) count += 1;
        if (count === most + 1) {
          const message = `query: expected at most ${most} aliases, got more`;
          context.reportError(new GraphQLError(message, { nodes: node }));
        }
      },
    };
  };
}
