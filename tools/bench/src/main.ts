import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { benchVerify } from './audit/verify-bench.js';
import { benchPages } from './sharing/page-bench.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const program = new Command('bench').description('Figures as ratios, each taken in one run on one machine against a peer or a limit');

program
  .command('sharing')
  .description('pages of items under the sharing policy, beside the best SQL by hand and no policy')
  .option('--size <items>', 'items of the large world', whole, 1_000_000)
  .option('--json <file>', 'writes the figures to a file')
  .action(async ({ size, json }: { size: number; json?: string }) => {
    const databaseUrl = process.env['CONCORDAT_SCRATCH_DATABASE_URL'];
    if (databaseUrl === undefined) throw new Error('This needs a PostgreSQL: set CONCORDAT_SCRATCH_DATABASE_URL to a superuser’s address of one');
    say(`Node ${process.version}, ${String(cpus().length)} × ${cpus()[0]?.model ?? 'processor'}; one connection a side, prepared statements, rounds in turn`);
    const pages = await benchPages(databaseUrl, size, say);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ benchmark: 'sharing', node: process.version, pages }, null, 2)}\n`);
  });

program
  .command('audit')
  .description('entries of the audit that are sealed, and followed again, in a second; the goal is 100,000 followed')
  .option('--entries <entries>', 'entries of the chain', whole, 200_000)
  .action(async ({ entries }: { entries: number }) => {
    const databaseUrl = process.env['CONCORDAT_SCRATCH_DATABASE_URL'];
    if (databaseUrl === undefined) throw new Error('This needs a PostgreSQL: set CONCORDAT_SCRATCH_DATABASE_URL to a superuser’s address of one');
    const figures = await benchVerify(databaseUrl, entries);
    say(`${String(figures.entries)} entries: ${figures.sealedEachSecond.toFixed(0)} sealed a second, ${figures.verifiedEachSecond.toFixed(0)} followed a second`);
  });

function whole(text: string): number {
  if (!/^\d{3,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number of at least 100.');
  return Number(text);
}

await program.parseAsync();
