import { jest } from '@jest/globals';
import { SignInLog } from '../src/accounts/sign-in-log.js';
import type { TestRegistry } from './registry.js';

/** A line of the log: its fields, and its words. */
export type LogLine = Record<string, unknown> & { words: unknown };

/** What the registry logs of signing in, from now on. */
export function watchedLog(registry: TestRegistry) {
  const { logger } = registry.app.app.get(SignInLog, { strict: false });
  const watched = [jest.spyOn(logger, 'info'), jest.spyOn(logger, 'warn')];
  return {
    /** Of the one level, and then of the other. */
    lines: (): LogLine[] =>
      watched.flatMap(({ mock }) =>
        mock.calls.map((call) => {
          const [fields, words]: readonly unknown[] = call;
          return { ...(typeof fields === 'object' ? fields : {}), words };
        }),
      ),
    forget: (): void => {
      for (const level of watched) level.mockClear();
    },
    end: (): void => {
      for (const level of watched) level.mockRestore();
    },
  };
}
