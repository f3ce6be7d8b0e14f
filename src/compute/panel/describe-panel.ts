import { MINUTE_INDEX_FILE, minuteDigests } from './minute/minute-index.ts';
import type { Panel } from './panel.ts';
import { arraysOf, type PanelContent } from './panel-content.ts';
import { bytesOf, canonicalise, hashManifest, sha256 } from './panel-hash.ts';
import {
  FIRST_FORMAT_VERSION,
  manifestField,
  PANEL_FORMAT_VERSION,
  type PanelManifest,
} from './panel-manifest.ts';

/**
 * Works out the manifest of a panel, its identity included; makes its arrays' bytes canonical on the way.
 * @param minuteIndexHash of the index of its minute tiles; it is not part of the identity
 */
export function describePanel(content: PanelContent, minuteIndexHash = sha256('')): PanelManifest {
  canonicalise(content);
  const described = {
    format: 'factormine-panel',
    version: content.minutes === null ? FIRST_FORMAT_VERSION : PANEL_FORMAT_VERSION,
    days: [...content.days],
    symbols: [...content.symbols],
    session: content.session && {
      barStamps: [...content.session.barStamps],
      opens: content.session.opens,
    },
    fields: [...content.fields.values()].map(manifestField),
    provenance: {
      currency: content.provenance.currency,
      adjustment: content.provenance.adjustment,
      labels: [...content.provenance.labels].sort(),
      baseFactors: content.provenance.baseFactors && [...content.provenance.baseFactors],
    },
    listedOn: content.attributes.listedOn && [...content.attributes.listedOn],
    files: arraysOf(content).map(([{ kind, name }, values]) => ({
      kind,
      name,
      file: `${kind}-${name}.${kind === 'flags' ? 'u8' : 'f64'}`,
      bytes: values.byteLength,
      sha256: sha256(bytesOf(values)),
    })),
    minutes: content.minutes && {
      index: { file: MINUTE_INDEX_FILE, sha256: minuteIndexHash },
      fields: minuteDigests(content.minutes, content.symbols),
    },
  } as const satisfies Omit<PanelManifest, 'datasetHash'>;
  return { ...described, datasetHash: hashManifest(described) };
}

/** Gives a panel that stays in memory its identity, the same that storing it would. */
export function asPanel(content: PanelContent): Panel {
  const { provenance: _provenance, ...panel } = content;
  return { ...panel, datasetHash: describePanel(content).datasetHash };
}
