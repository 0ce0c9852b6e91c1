import 'reflect-metadata';
import { ConfigError } from '@concordat/platform-config';
import { boot } from './boot.js';

try {
  await boot(process.env);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
