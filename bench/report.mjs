// The tables of a bench: printed, compared with those of docs/performance.md, and written there on demand.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const DOCUMENT = new URL('../docs/performance.md', import.meta.url);
/** The figure that is compared: a ratio, because times differ from machine to machine and from hour to hour. */
const COMPARED = 'x copy';
const SLOWER = 1.05;

const begin = (id) => `<!-- table ${id} -->`;
const END = '<!-- end -->';

const cellText = (value) =>
  typeof value !== 'number' || Number.isInteger(value)
    ? String(value ?? '')
    : value >= 100
      ? value.toFixed(0)
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(2);

function markdown(rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => cellText(row[column])));
  const widths = columns.map((column, at) =>
    Math.max(column.length, 3, ...lines.map((line) => line[at].length)),
  );
  const print = (cells) => `| ${cells.map((text, at) => text.padEnd(widths[at])).join(' | ')} |`;
  return [print(columns), print(widths.map((width) => '-'.repeat(width))), ...lines.map(print)].join('\n');
}

/** The table of that name in a document, as rows of texts by column; none when it is not there. */
function tableIn(document, id) {
  const from = document.indexOf(begin(id));
  if (from < 0) return [];
  const lines = document.slice(from, document.indexOf(END, from)).split('\n');
  const cells = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1));
  const [columns = [], , ...rows] = cells.map((line) => line.map((text) => text.trim()));
  return rows.map((row) => Object.fromEntries(row.map((text, at) => [columns[at], text])));
}

export function machine() {
  const [first] = cpus();
  return `${cpus().length} cores of ${first?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
}

/**
 * Collects tables. `table(id, title, rows)` prints one; the first column names the row, and where a row has
 * a ratio to the copy it is held against the one in docs/performance.md.
 */
export function openReport() {
  const tables = [];
  const known = readFileSync(DOCUMENT, 'utf8');
  return {
    table(id, title, rows) {
      tables.push({ id, rows });
      console.log(`\n${title}\n${markdown(rows)}`);
    },
    /** Prints what got slower by more than 5% against the document; returns how many rows did. */
    compare() {
      const slower = [];
      let compared = 0;
      for (const { id, rows } of tables) {
        const before = new Map(
          tableIn(known, id).map((row) => [Object.values(row)[0], Number(row[COMPARED])]),
        );
        for (const row of rows) {
          const [name] = Object.values(row);
          const was = before.get(String(name));
          if (was === undefined || Number.isNaN(was) || typeof row[COMPARED] !== 'number') continue;
          compared++;
          if (row[COMPARED] > was * SLOWER) {
            slower.push(`${id}: ${name} is ${cellText(row[COMPARED])} x copy, was ${cellText(was)}`);
          }
        }
      }
      console.log(
        `\n${compared} rows compared with docs/performance.md, ${slower.length} slower by more than 5%`,
      );
      for (const line of slower) console.log(`  ${line}`);
      return slower.length;
    },
    /** Writes the tables into docs/performance.md, each between its marks; those it has no place for are named. */
    save() {
      let document = readFileSync(DOCUMENT, 'utf8');
      for (const { id, rows } of tables) {
        const from = document.indexOf(begin(id));
        if (from < 0) {
          console.log(`docs/performance.md has no place for ${id}: add ${begin(id)} and ${END}`);
          continue;
        }
        const to = document.indexOf(END, from);
        document = `${document.slice(0, from)}${begin(id)}\n\n${markdown(rows)}\n\n${document.slice(to)}`;
      }
      writeFileSync(DOCUMENT, document);
    },
  };
}
