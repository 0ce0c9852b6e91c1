import { Command } from 'commander';
import { decideFiles } from './decide.js';

const program = new Command('sharing').description('The sharing policy, asked from the command line');

program
  .command('decide')
  .description('answers the questions of scenario files: one JSON array a file, in order')
  .argument('<file...>', 'scenario files')
  .action(async (files: string[]) => {
    process.exitCode = await decideFiles(files, process);
  });

await program.parseAsync();
