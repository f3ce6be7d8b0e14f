import type { Panel } from './panel.ts';
import { arraysOf, type PanelContent } from './panel-content.ts';
import { bytesOf, canonicalise, hashManifest, sha256 } from './panel-hash.ts';
import { manifestField, PANEL_FORMAT_VERSION, type PanelManifest } from './panel-manifest.ts';

/** Works out the manifest of a panel, its identity included; makes its arrays' bytes canonical on the way. */
export function describePanel(content: PanelContent): PanelManifest {
  canonicalise(content);
  const described = {
    format: 'factormine-panel',
    version: PANEL_FORMAT_VERSION,
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
  } as const satisfies Omit<PanelManifest, 'datasetHash'>;
  return { ...described, datasetHash: hashManifest(described) };
}

/** Gives a panel that stays in memory its identity, the same that storing it would. */
export function asPanel(content: PanelContent): Panel {
  const { provenance: _provenance, ...panel } = content;
  return { ...panel, datasetHash: describePanel(content).datasetHash };
}
