import type { Catalog } from '../../core/program/language.ts';
import { fieldOf, parseManifest } from './panel-manifest.ts';

/** What formulas may name in a dataset, from its manifest alone: no panel is loaded. */
export function catalogOf(manifest: unknown): Catalog {
  const { fields, session } = parseManifest(JSON.stringify(manifest), 'the stored manifest');
  return { fields: new Map(fields.map((field) => [field.name, fieldOf(field)])), session };
}
