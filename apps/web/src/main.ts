import 'reflect-metadata';
import { ConfigError } from '@concordat/platform-config';
import { startTelemetry } from '@concordat/platform-telemetry';
import { boot } from './boot.js';

try {
  const telemetry = await startTelemetry('web', process.env);
  const web = await boot(process.env);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void web.close().then(() => telemetry.close()));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
