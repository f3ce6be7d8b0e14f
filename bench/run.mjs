// `npm run bench [names] [-- --compare | --save]`: runs benches, or all. Figures are ratios against a memory copy made in
// the same run, because machines differ; --compare names what got slower than docs/performance.md says by more than
// 5%, --save writes the tables there.
import { readdirSync } from 'node:fs';
import { machine, openReport } from './report.mjs';

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => file.replace('.bench.mjs', ''));
const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = [
  ...wanted.filter((name) => !names.includes(name)),
  ...options.filter((option) => option !== '--compare' && option !== '--save'),
];
if (unknown.length > 0) {
  console.error(
    `no bench or option named ${unknown.join(', ')}; there are: ${names.join(', ')}, --compare, --save`,
  );
  process.exit(2);
}
console.log(machine());
const report = openReport();
for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`\n# ${name}`);
  await (await import(`./${name}.bench.mjs`)).default(report);
}
if (options.includes('--compare')) process.exitCode = report.compare() > 0 ? 1 : 0;
if (options.includes('--save')) report.save();
