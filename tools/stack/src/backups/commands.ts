import { resolve } from 'node:path';
import { Command } from 'commander';
import { chosenIn } from '../chosen.js';
import { CannotRun } from '../failure.js';
import { placeOfData } from '../folder.js';
import { withLocalServer, type LocalDatabaseOptions } from '../local-database.js';
import { backUp, newestBackup } from './back-up.js';
import { restore } from './restore.js';

export interface BackupOptions extends LocalDatabaseOptions {
  /** Hears what the command answers, a line at a time. */
  say: (line: string) => void;
}

const command = (name: string): Command => new Command(`npm run ${name} --`).showHelpAfterError();

/** `npm run backup`: all databases into one file, in the folder that is named or beside the data. */
export const backupCommand = ({ say, ...options }: BackupOptions): Command =>
  command('backup')
    .description('Writes all databases to one file, whether Concordat runs or not, and prints its name. Backups in the same folder that are older than 30 days are removed.')
    .argument('[folder]', 'where the file goes', options.folder.backups)
    .action(async (target: string) => {
      refuseTheirs(options.env, 'Back it up by its own means: docs/operations/backup.md');
      await withLocalServer(options, async (url) => {
        const { file, removed } = await backUp({ url, data: await placeOfData(options.folder), of: options.folder, folder: resolve(target), now: new Date() });
        for (const name of removed) options.progress.note(`Removed ${name}: a backup is kept for 30 days.`);
        say(file);
      });
    });

/** `npm run restore`: the backup that is named, or the newest beside the data, in the place of what is there. */
export const restoreCommand = ({ say, folder, env }: BackupOptions): Command =>
  command('restore')
    .description('Puts a backup in the place of the databases. Concordat must be stopped. What was there before is kept under another name.')
    .argument('[file]', `the backup (default: the newest in ${folder.backups})`)
    .action(async (named: string | undefined) => {
      refuseTheirs(env, 'Bring it back by its own means: docs/operations/backup.md');
      const file = named === undefined ? await newestBackup(folder.backups) : resolve(named);
      const { erasedAgain, before } = await restore(folder, file);
      say(`Restored ${file}.`);
      if (erasedAgain > 0) say(`Erased again what had been erased since: ${erasedAgain} ${erasedAgain === 1 ? 'key' : 'keys'}.`);
      if (before !== null) say(`What was there before is in ${before}: delete it once you have looked.`);
      say('Start Concordat with: npm start');
    });

function refuseTheirs(env: BackupOptions['env'], mend: string): void {
  if (chosenIn(env).postgresUrl !== undefined) throw new CannotRun('DATABASE_URL names a PostgreSQL that is not of this copy.', mend);
}
