import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { PanelContent } from '../../src/compute/panel/panel-content.ts';

/** A folder of its own for each test file, gone when the file is through. */
export function temporaryFolder(): { path: string; write(name: string, content: string | Buffer): string } {
  const path = mkdtempSync(join(tmpdir(), 'market-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
  };
}

export const DAILY_HEADER = 'date,symbol,open,high,low,close,volume';

/** Two stocks over three days, sound in every respect. */
export const SOUND_DAILY = `${DAILY_HEADER}
2024-01-02,A,10,11,9,10.5,100
2024-01-03,A,10.5,12,10,11,200
2024-01-04,A,11,11.5,10,10.2,150
2024-01-02,B,20,21,19,20.5,1000
2024-01-03,B,20.5,22,20,21,2000
2024-01-04,B,21,21.5,20,20.2,1500
`;

/** Values of one symbol's daily field, in the order of the days; null = missing. */
export function valuesOf(content: PanelContent, field: string, symbol: string): (number | null)[] {
  return column(content, content.matrices.get(field)!, symbol);
}

export function column(content: PanelContent, values: ArrayLike<number>, symbol: string): (number | null)[] {
  const at = content.symbols.indexOf(symbol);
  return content.days.map((_, row) => {
    const value = values[row * content.symbols.length + at]!;
    return Number.isNaN(value) ? null : value;
  });
}
