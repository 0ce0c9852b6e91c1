// `npm run deploy:settings -- …`: makes the secrets and settings of an installation in containers, once.
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { makeSecrets } from '@concordat/tool-stack';
import { Command, InvalidArgumentError } from 'commander';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { settingsFiles } from './settings-files.js';
import { writeSettings } from './write-settings.js';

const httpsAddress = (given: string): URL => {
  const url = URL.parse(given);
  if (url?.protocol !== 'https:') throw new InvalidArgumentError('It must begin with https://, for example https://concordat.example.gov.uk');
  return url;
};

const smtpAddress = (given: string): string => {
  if (!/^smtps?:\/\/./.test(given)) throw new InvalidArgumentError('It must begin with smtp:// or smtps://');
  return given;
};

const program = new Command('deploy:settings')
  .description('Makes the secrets and settings of an installation in containers.')
  .requiredOption('--url <address>', 'the address that people use, with https://', httpsAddress)
  .requiredOption('--smtp <address>', 'where e-mails are handed over, with smtp:// or smtps://', smtpAddress)
  .requiredOption('--from <sender>', 'the sender of e-mails, as "Name <address>"')
  .option('--folder <folder>', 'where the files go', 'settings')
  .action(async ({ url, smtp, from, folder }: { url: URL; smtp: string; from: string; folder: string }) => {
    const path = resolve(folder);
    // Made again, they would open nothing of what was stored under the first.
    if (existsSync(path)) program.error(`${path} is there already. Its keys open what is stored: keep it, or name another folder.`);
    await writeSettings(path, settingsFiles({ url, smtpUrl: smtp, mailFrom: from }, makeSecrets()));
    for (const service of SERVICE_NAMES) await mkdir(join(path, 'records', service), { recursive: true, mode: 0o700 });
    const variables = [`CONCORDAT_HOST=${url.host}`, `CONCORDAT_SETTINGS=${path}`, `CONCORDAT_USER=${process.getuid?.() ?? 1000}:${process.getgid?.() ?? 1000}`];
    await writeFile(join(path, 'compose.env'), `${variables.join('\n')}\n`, { mode: 0o600 });
    process.stdout.write(`${path} holds every secret of the installation. Keep a copy where the backups of its databases are not.\n`);
  });

await program.parseAsync();
