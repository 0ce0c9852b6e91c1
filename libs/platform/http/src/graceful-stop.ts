import type { Logger } from '@concordat/platform-logging';

/** What ends its work before `close()` resolves: an application, a worker. */
export interface Closable {
  close(): Promise<unknown>;
}

const LONGEST_MS = 9_000;

/**
 * On SIGTERM or SIGINT ends `parts` in order, so that open requests and jobs finish, then the process with status 0;
 * with status 1 when they do not within nine seconds.
 */
export function stopOnSignals(parts: readonly Closable[], logger: Logger): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error('could not stop in time');
      process.exit(1);
    }, LONGEST_MS).unref();
    void closeAll(parts, logger).then((clean) => process.exit(clean ? 0 : 1));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function closeAll(parts: readonly Closable[], logger: Logger): Promise<boolean> {
  let clean = true;
  for (const part of parts) {
    try {
      await part.close();
    } catch (error) {
      clean = false;
      logger.error({ err: error }, 'a part did not stop cleanly');
    }
  }
  return clean;
}
