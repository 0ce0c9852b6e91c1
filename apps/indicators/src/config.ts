import { readSettings, serviceSettings } from '@concordat/platform-config';
import type { z } from 'zod';

/** A process's environment, or what stands for it in a test. */
export type Environment = Readonly<Record<string, string | undefined>>;

export const indicatorsSettings = serviceSettings.pick({
  CONCORDAT_REGISTRY_URL: true,
  CONCORDAT_REDIS_URL: true,
  CONCORDAT_QUEUE_PREFIX: true,
  HOST: true,
  PORT: true,
});

/** @throws ConfigError with every fault at once */
export const readIndicatorsSettings = (env: Environment): z.output<typeof indicatorsSettings> => readSettings(indicatorsSettings, env);
