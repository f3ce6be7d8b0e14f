import { z } from 'zod';
import { formatDimension, parseDimension } from '../../core/dimension/dimension.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { FieldDefinition } from '../../core/program/program.ts';

/** Raised when a reader of the former format would misread the new one. */
export const PANEL_FORMAT_VERSION = 2;
/**
 * Still read, and still that of datasets without minute bars, whose identity so stays what it was. Minute bars were
 * float64 files like all others in it.
 */
export const FIRST_FORMAT_VERSION = 1;

/** Name of the file beside the arrays that describes them. */
export const MANIFEST_FILE = 'manifest.json';

const HASH = /^[0-9a-f]{64}$/;
const FILE = /^[\w.-]+$/;

const array = z.object({
  kind: z.enum(['matrix', 'vector', 'minute', 'attribute', 'flags']),
  name: z.string(),
});

/** Which array of a panel a file holds. Floats are little-endian float64, flags one byte each; `minute` is of format 1. */
export type PanelArray = Readonly<z.infer<typeof array>>;

const field = z.object({
  name: z.string(),
  frequency: z.enum(['daily', 'minute']),
  shape: z.enum(['matrix', 'vector']),
  dimension: z.string().refine((text) => parseDimension(text) !== null, 'is not a dimension'),
  meaning: z.object({ en: z.string(), zh: z.string() }),
});

const schema = z.object({
  format: z.literal('factormine-panel'),
  version: z.literal([FIRST_FORMAT_VERSION, PANEL_FORMAT_VERSION]),
  datasetHash: z.string().regex(HASH),
  days: z.array(z.string()).min(1),
  symbols: z.array(z.string()).min(1),
  session: z.object({ barStamps: z.array(z.int()).min(1), opens: z.int() }).nullable(),
  fields: z.array(field),
  provenance: z.object({
    currency: z.string(),
    adjustment: z.enum(['rebase', 'asGiven', 'none']),
    labels: z.array(z.string()),
    baseFactors: z.array(z.number().nullable()).nullable(),
  }),
  listedOn: z.array(z.string().nullable()).nullable(),
  files: z.array(
    array.extend({ file: z.string().regex(FILE), bytes: z.int(), sha256: z.string().regex(HASH) }),
  ),
  minutes: z
    .object({
      index: z.object({ file: z.string().regex(FILE), sha256: z.string().regex(HASH) }),
      fields: z.array(z.object({ name: z.string(), digest: z.string().regex(HASH) })).min(1),
    })
    .nullable()
    .default(null),
});

/**
 * Everything about a stored panel but its numbers: kept as `manifest.json` beside them and, by the service, in
 * the database. `datasetHash` covers the whole of it and, through the files' hashes, every number.
 */
export type PanelManifest = Readonly<z.infer<typeof schema>>;

export type ManifestField = PanelManifest['fields'][number];

/** @throws Refusal DATASET_CHANGED when the text is not a manifest of this version */
export function parseManifest(text: string, where: string): PanelManifest {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    data = null;
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Refusal('DATASET_CHANGED', `${where} is not a dataset manifest that this version reads`, {
    expected: `the manifest that the import wrote`,
    actual: issue === undefined ? 'something else' : `${issue.path.join('.') || 'text'}: ${issue.message}`,
    where,
    remedy: 'Import the market again; the folder may be deleted.',
  });
}

export const manifestField = (definition: FieldDefinition): ManifestField => ({
  name: definition.name,
  frequency: definition.frequency,
  shape: definition.shape,
  dimension: formatDimension(definition.dimension),
  meaning: { en: definition.meaning.en, zh: definition.meaning.zh },
});

export function fieldOf(entry: ManifestField): FieldDefinition {
  const dimension = parseDimension(entry.dimension);
  if (dimension === null) throw new Error(`invariant: manifest dimension ${entry.dimension} was checked`);
  return { ...entry, dimension };
}
