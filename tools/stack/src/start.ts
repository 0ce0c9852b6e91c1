// `npm start` with the pinned Node: runs everything until it is told to stop.
import { parseArgs } from 'node:util';
import { describeStart } from './accounts.js';
import { explanation } from './failure.js';
import { stackFolder } from './folder.js';
import { progressOn } from './progress.js';
import { Stack } from './stack.js';

const USAGE = `npm start                 starts Concordat and the demo partnership
npm start -- --empty      starts without the demo: the first page makes a partnership of your own
npm start -- --fresh      forgets all data first
Settings: PORT, HOST, DATABASE_URL (a PostgreSQL 18 of yours), REDIS_URL (a Redis of yours),
          SMTP_URL and MAIL_FROM (a mail server of yours)
`;

const options = readOptions();
if (options === null) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else if (options.help) {
  process.stdout.write(USAGE);
} else {
  await run(options);
}

function readOptions(): { fresh: boolean; empty: boolean; help: boolean } | null {
  try {
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({ options: { fresh: flag, empty: flag, help: flag } }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n`);
    return null;
  }
}

async function run({ fresh, empty }: { fresh: boolean; empty: boolean }): Promise<void> {
  const stack = new Stack({ folder: stackFolder(), progress: progressOn(process.stdout), env: process.env, fresh, empty });
  let telling = false;
  const stop = (): void => {
    if (telling) return;
    telling = true;
    process.stdout.write('\nStopping … ');
    void stack.stop().then(
      () => {
        process.stdout.write('stopped.\n');
        process.exit();
      },
      (error: unknown) => {
        process.stderr.write(`\n${explanation(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // The process that started this one has gone, however it went.
  process.on('disconnect', stop);
  try {
    const ready = await stack.start();
    if (ready !== null) {
      process.stdout.write(`\nConcordat is ready: ${ready.web}\n${describeStart(ready).join('\n')}\nPress Ctrl-C to stop.\n`);
    }
  } catch (error) {
    process.stderr.write(`\nConcordat cannot run: ${explanation(error)}\n`);
    process.exit(1);
  }
}
