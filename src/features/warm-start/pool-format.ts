import { Refusal } from '../../core/outcome/refusal.ts';

export const POOL_FORMATS = ['json', 'formulas', 'ndjson'] as const;
export type PoolFormat = (typeof POOL_FORMATS)[number];

export const CONTENT_TYPES: Readonly<Record<PoolFormat, string>> = {
  json: 'application/json; charset=utf-8',
  formulas: 'text/plain; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

const BY_MEDIA_TYPE: Readonly<Record<string, PoolFormat>> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'text/plain': 'formulas',
  'text/*': 'formulas',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
};

/**
 * The format that a caller wants: by name, or by the header Accept (RFC 9110, with its weights); JSON where neither says.
 * @throws Refusal INVALID_INPUT for a name that is none
 */
export function poolFormat(named: string | undefined, accept: string | undefined): PoolFormat {
  if (named === undefined || named === '') return accepted(accept ?? '') ?? 'json';
  const format = POOL_FORMATS.find((one) => one === named);
  if (format) return format;
  throw new Refusal('INVALID_INPUT', 'format: there is none of this name', {
    expected: POOL_FORMATS.join(', '),
    actual: named.slice(0, 60),
    where: 'format',
    remedy: 'name one of these, or leave it to the header Accept',
  });
}

function accepted(header: string): PoolFormat | null {
  let best: { readonly format: PoolFormat; readonly weight: number } | null = null;
  for (const entry of header.split(',')) {
    const [type = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    const format = BY_MEDIA_TYPE[type];
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    if (format && weight > (best?.weight ?? 0)) best = { format, weight };
  }
  return best?.format ?? null;
}
