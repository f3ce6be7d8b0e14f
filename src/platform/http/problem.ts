import type { Fault } from './fault.ts';

/** RFC 9457: what a REST caller gets for a failure; `code` is stable and meant for programs. */
export interface Problem extends Fault {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const titleOf = (code: string): string => {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function toProblem(fault: Fault): Omit<Problem, 'message'> {
  const { message, ...rest } = fault;
  const type = `urn:factormine:problem:${fault.code.toLowerCase().replaceAll('_', '-')}`;
  return { type, title: titleOf(fault.code), detail: message, ...rest };
}
