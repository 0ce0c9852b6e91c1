import { mailSender, smtpUrl } from '@concordat/platform-config';
import { Command, InvalidArgumentError } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { makeInstallation } from './make-installation.js';

const httpsAddress = (given: string): URL => {
  const url = URL.parse(given);
  if (url?.protocol !== 'https:') throw new InvalidArgumentError('It must begin with https://, for example https://concordat.example.gov.uk');
  return url;
};

/** As the process that reads the setting will ask for it: what it would refuse at its start is refused here. */
const readBy = (setting: z.ZodType<string>) => (given: string): string => {
  const { success, data, error } = setting.safeParse(given);
  if (!success) throw new InvalidArgumentError(`It ${error.issues.map(({ message }) => message).join(', ')}.`);
  return data;
};

/** `npm run deploy:settings`: makes the secrets and settings of an installation in containers, once. */
export const settingsCommand = (): Command =>
  new Command('npm run deploy:settings --')
    .showHelpAfterError()
    .description('Makes the secrets and settings of an installation in containers.')
    .requiredOption('--url <address>', 'the address that people use, with https://', httpsAddress)
    .requiredOption('--smtp <address>', 'where e-mails are handed over, with smtp:// or smtps://', readBy(smtpUrl))
    .requiredOption('--from <sender>', 'the sender of e-mails, as "Name <address>"', readBy(mailSender))
    .option('--folder <folder>', 'where the files go', 'settings')
    .action(async ({ url, smtp, from, folder }: { url: URL; smtp: string; from: string; folder: string }, command: Command) => {
      const path = resolve(folder);
      // Made again, they would open nothing of what was stored under the first.
      if (existsSync(path)) command.error(`${path} is there already. Its keys open what is stored: keep it, or name another folder.`);
      await makeInstallation(path, { url, smtpUrl: smtp, mailFrom: from }, { uid: process.getuid?.() ?? 1000, gid: process.getgid?.() ?? 1000 });
      process.stdout.write(`${path} holds every secret of the installation. Keep a copy where the backups of its databases are not.\n`);
    });
