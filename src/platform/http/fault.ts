import { HttpException } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Refusal, type RefusalCode, type RefusalDetails } from '../../core/outcome/refusal.ts';
import { isConnectionLoss } from '../database/connection-loss.ts';
import { isUnstorableText } from '../database/unstorable-text.ts';
import { databaseFull } from '../disk/database-full.ts';
import { statusOf } from './refusal-status.ts';

/** What a caller is told of a failure, before it is dressed as a problem document or a GraphQL error. */
export interface Fault extends RefusalDetails {
  readonly status: number;
  /** A refusal's code, or INTERNAL for what is not the caller's doing. */
  readonly code: RefusalCode | 'INTERNAL';
  readonly message: string;
  /** Names the entry of the log that has the details, when the caller must not see them. */
  readonly errorId?: string;
}

/** Refusals of the framework and of Fastify itself (unknown route, broken JSON, body too large). */
const CODE_OF_STATUS: Readonly<Record<number, RefusalCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  429: 'TOO_MANY_REQUESTS',
  503: 'UNAVAILABLE',
};

/** What the framework's own words leave out. */
const DETAILS_OF_STATUS: Readonly<Record<number, RefusalDetails>> = {
  400: { expected: 'a well-formed request', where: 'request', remedy: 'send JSON with its content-type' },
  404: { expected: 'a route of the API', where: 'address', remedy: 'see /docs, or openapi.json' },
  413: { expected: 'a body of at most 1 MB', where: 'body', remedy: 'send it in several calls' },
  415: {
    expected: 'a JSON body',
    where: 'header content-type',
    remedy: 'send content-type: application/json',
  },
};

function statusOfError(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}

/** What no validation of a single property has caught, such as a text within JSON. */
const UNSTORABLE_TEXT: Fault = {
  status: 400,
  code: 'INVALID_INPUT',
  message: 'a text holds a character that cannot be stored',
  expected: 'text without NUL characters',
  remedy: 'leave out the character U+0000',
};

const faultOf = ({ code, message, details }: Refusal): Fault => ({
  status: statusOf(code),
  code,
  message,
  ...details,
});

/**
 * @param report writes an unexpected error to the log under its id; expected ones are nobody's business but the
 *   caller's
 */
export function toFault(error: unknown, report: (error: unknown, errorId: string) => void): Fault {
  if (error instanceof Refusal) {
    return faultOf(error);
  }
  const status = statusOfError(error);
  if (status !== null && status >= 400 && status < 500) {
    const code = CODE_OF_STATUS[status] ?? 'INVALID_INPUT';
    const { message } = error as Error;
    const details = DETAILS_OF_STATUS[status];
    return { status, code, message, ...(details && { ...details, actual: message }) };
  }
  if (isUnstorableText(error)) return UNSTORABLE_TEXT;
  const errorId = uuidv7();
  report(error, errorId);
  if (isConnectionLoss(error)) {
    const remedy = 'try again in a moment';
    return { status: 503, code: 'UNAVAILABLE', message: 'the database cannot be reached', remedy, errorId };
  }
  const full = databaseFull(error);
  if (full !== null) return { ...faultOf(full), errorId };
  const remedy = `look for ${errorId} in the log of the service`;
  return { status: 500, code: 'INTERNAL', message: 'an unexpected error of the service', remedy, errorId };
}
