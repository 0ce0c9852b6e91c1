import { Command, Option } from 'commander';
import { decideFiles, ENGINES, type Engine } from './decide.js';

const program = new Command('sharing').description('The sharing policy, asked from the command line');

program
  .command('decide')
  .description('answers the questions of scenario files: one JSON array a file, in order')
  .argument('<file...>', 'scenario files')
  .addOption(new Option('--engine <engine>', 'what decides').choices(ENGINES).default('memory'))
  .action(async (files: string[], { engine }: { engine: Engine }) => {
    process.exitCode = await decideFiles(files, engine, process);
  });

await program.parseAsync();
