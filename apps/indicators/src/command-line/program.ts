import { Command, CommanderError } from 'commander';
import { FaultyFilesError, faultLine } from '../imports/fault.js';
import { IMPORT_KINDS } from '../imports/draft.js';
import { compareCommand, type CompareOptions } from './compare-command.js';
import { spcCommand, type SpcOptions } from './spc-command.js';
import type { ImportCommandOptions, SeriesCommandOptions } from './stored-figures.js';
import { USAGE_STATUS, UsageError, type Terminal } from './usage-error.js';

/** Options that take two values, which commander cannot count: `--exposure 365 366`. */
const PAIRS = ['--exposure', '--denominators'];

/** The two values of each pair option as one, and negative numbers kept from being read as options. */
function foldedPairs(words: readonly string[]): string[] {
  const folded: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!PAIRS.includes(word)) folded.push(word);
    else {
      folded.push(`${word}=${words[index + 1] ?? ''} ${words[index + 2] ?? ''}`);
      index += 2;
    }
  }
  return folded;
}

function pairOf(folded: string): [string, string] {
  const [first = '', second = ''] = folded.split(' ');
  if (first === '' || second === '') throw new UsageError('--exposure and --denominators take two numbers each');
  return [first, second];
}

const collected = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

function programOf(terminal: Terminal): Command {
  const program = new Command('indicators').description('Import figures, print them, and compute charts and comparisons').exitOverride();
  program.configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text.trimEnd()) });
  program
    .command('import')
    .description(`read files into the partnership's figures: ${IMPORT_KINDS.join(', ')}`)
    .argument('<kind>')
    .argument('<file...>')
    .option('--partnership <name-or-id>', 'the partnership whose figures they are, where there are several')
    .option('--column <header=column>', 'what another header means; remembered', collected)
    .option('--year-to-date-end <MM-DD>', 'first day after a year to date, where the file gives none')
    .option('--convention <movement|travel>', 'what printed arrows follow, where their words do not tell')
    .action(async (kind: string, files: string[], options: ImportCommandOptions) => {
      const { importCommand } = await import('./stored-figures.js');
      await importCommand(kind, files, options, terminal);
    });
  program
    .command('series')
    .description('print the values of one measure in one area as CSV')
    .requiredOption('--measure <code>')
    .requiredOption('--area <name-or-code>')
    .option('--from <period>', 'first period, such as 2018-10, or its first date')
    .option('--to <period>', 'last period, or the first date after it')
    .option('--partnership <name-or-id>')
    .action(async (options: SeriesCommandOptions) => {
      const { seriesCommand } = await import('./stored-figures.js');
      await seriesCommand(options, terminal);
    });
  program
    .command('rebuild')
    .description('compute the figures of the casework again from what is stored')
    .action(async () => {
      const { rebuildCommand } = await import('./stored-figures.js');
      await rebuildCommand(terminal);
    });
  program
    .command('spc')
    .description('print the XmR chart of a file of one number a line')
    .argument('<file>', '- is standard input')
    .requiredOption('--polarity <lower|higher|context>')
    .option('--target <number>')
    .option('--rebase <index>', 'index of the first point under new limits', collected)
    .option('--no-screen', 'keep outlying moving ranges')
    .action((file: string, options: SpcOptions) => spcCommand(file, options, terminal));
  program
    .command('compare')
    .description('print the movement from A to B')
    .argument('<a>')
    .argument('<b>')
    .requiredOption('--unit <count|percentage|rate|other>')
    .requiredOption('--polarity <lower|higher|context>')
    .option('--exposure <ea eb>', 'days, person-days, or population × days, of A and B')
    .option('--denominators <na nb>', 'denominators of A and B')
    .option('--tolerance <percent>', 'least relative change that counts, where no test applies')
    .action((a: string, b: string, options: Omit<CompareOptions, 'exposure' | 'denominators'> & { exposure?: string; denominators?: string }) => {
      const { exposure, denominators, ...rest } = options;
      compareCommand(a, b, { ...rest, ...(exposure !== undefined && { exposure: pairOf(exposure) }), ...(denominators !== undefined && { denominators: pairOf(denominators) }) }, terminal);
    });
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  return program;
}

/** Runs the command that the words name. @returns the exit status */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await programOf(terminal).parseAsync(foldedPairs(words), { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof FaultyFilesError) error.faults.forEach((fault) => terminal.err(faultLine(fault)));
    else if (error instanceof UsageError) terminal.err(error.message);
    else if (!(error instanceof CommanderError)) throw error;
    else if (error.exitCode === 0) return 0;
    return USAGE_STATUS;
  }
}
