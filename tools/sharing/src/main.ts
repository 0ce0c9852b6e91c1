import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { decideFiles, ENGINES, type Engine } from './decide.js';

const program = new Command('sharing').description('The sharing policy, asked from the command line');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

program
  .command('decide')
  .description('answers the questions of scenario files: one JSON array a file, in order')
  .argument('<file...>', 'scenario files')
  .addOption(new Option('--engine <engine>', 'what decides').choices(ENGINES).default('memory'))
  .action(async (files: string[], { engine }: { engine: Engine }) => {
    process.exitCode = await decideFiles(files, engine, process);
  });

program
  .command('prove')
  .description('asks the policy in memory, in the query and in row-level security the same questions about generated worlds')
  .option('--questions <number>', 'how many, at least', whole, 1_000_000)
  .option('--seed <number>', 'of the worlds', whole)
  .action(async ({ questions, seed = randomInt(2 ** 31) }: { questions: number; seed?: number }) => {
    const { prove } = await import('./prove.js');
    process.exitCode = await prove({ databaseUrl: scratchUrl(), questions, seed, say });
  });

program
  .command('mutations')
  .description('puts each fault of a list into a copy of the policy’s code, and shows that the tests notice it')
  .option('--only <text>', 'faults whose file or meaning holds it')
  .action(async ({ only }: { only?: string }) => {
    const { tryFaults } = await import('./faults/try-faults.js');
    process.exitCode = tryFaults({ root: join(import.meta.dirname, '../../..'), databaseUrl: scratchUrl(), only, say });
  });

function whole(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}

function scratchUrl(): string {
  const url = process.env['CONCORDAT_SCRATCH_DATABASE_URL'];
  if (url === undefined) throw new Error('This needs a PostgreSQL: set CONCORDAT_SCRATCH_DATABASE_URL to a superuser’s address of one');
  return url;
}

await program.parseAsync();
