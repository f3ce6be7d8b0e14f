import { createHmac, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** A secret as it is shown once: 43 letters and digits after a prefix by which leaks are recognised. */
export const drawSecret = (): string => `fmwh_${randomBytes(SECRET_BYTES).toString('base64url')}`;

export interface SignedRequest {
  /** Seconds since 1970: receivers refuse what is old. */
  readonly timestamp: number;
  readonly body: string;
}

/** HMAC-SHA256 of `timestamp.body`, hexadecimal. */
export const signatureOf = (secret: string, { timestamp, body }: SignedRequest): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/** One signature a secret, so that receivers can change over at their leisure: `v1=HEX,v1=HEX`. */
export const signatureHeader = (secrets: readonly string[], request: SignedRequest): string =>
  secrets.map((secret) => `v1=${signatureOf(secret, request)}`).join(',');
