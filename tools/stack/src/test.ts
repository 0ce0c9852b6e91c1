// `npm test` with the pinned Node: lint, types, known weaknesses of packages, specifications and journeys, and one closing line.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explanation } from './failure.js';
import { makeFolder, stackFolder } from './folder.js';
import { internalPorts } from './ports.js';
import { startPostgres } from './postgres.js';
import { progressOn, type Progress } from './progress.js';
import { redisProgram } from './redis-program.js';
import { startRedis } from './redis.js';
import { browserProgram } from './test-run/browser.js';
import { runChecks } from './test-run/checks.js';
import { endCommands } from './test-run/commands.js';
import { runJourneys } from './test-run/journeys.js';
import { workspaceProjects } from './test-run/projects.js';
import { runSpecs } from './test-run/specs.js';
import { checkWeaknesses } from './test-run/weaknesses.js';
import { closingLine, failure, nothing, together, type Tally } from './test-run/tally.js';

/** `npm test -- NAME…` runs the named projects alone; `web-e2e` are the journeys. */
const names = process.argv.slice(2);
const progress: Progress = progressOn(process.stdout);
const undo: (() => Promise<void>)[] = [];
let stopped = false;

async function cleanUp(): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopped) return;
    stopped = true;
    endCommands();
    void cleanUp().finally(() => process.exit(1));
  });
}

/** PostgreSQL and Redis of this run alone, beside whatever else runs on the machine. */
async function servers(): Promise<{ place: string; env: Record<string, string> }> {
  const folder = stackFolder();
  await makeFolder(folder);
  const place = await mkdtemp(join(folder.path, 'test-'));
  undo.push(() => rm(place, { recursive: true, force: true }));
  const program = await redisProgram(folder.programs, progress);
  const [postgresPort = 0, redisPort = 0] = await internalPorts(2);
  return progress.step('Starting PostgreSQL and Redis for the tests', async () => {
    const postgres = await startPostgres({ directory: join(place, 'postgres'), port: postgresPort, password: 'tests', log: join(place, 'postgresql.log'), durable: false });
    undo.push(() => postgres.stop());
    const redis = await startRedis({ program, directory: join(place, 'redis'), port: redisPort, password: '', log: join(place, 'redis.log'), durable: false });
    undo.push(() => redis.stop());
    return {
      place,
      env: { CONCORDAT_TEST_DATABASE_URL: postgres.url, CONCORDAT_TEST_REDIS_URL: redis.url, CONCORDAT_REDIS_SERVER: program },
    };
  });
}

async function run(): Promise<Tally> {
  const all = workspaceProjects();
  const unknown = names.find((name) => !all.some((project) => project.name === name));
  if (unknown !== undefined) return failure(`there is no project called ${unknown}`);
  const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  const plays = chosen.some(({ name }) => name === 'web-e2e');
  // What is missing is said now, and not after the ten minutes before the journeys begin.
  if (plays) browserProgram(process.env);
  const checks = await progress.step('Lint, types and packages', async () =>
    together(await Promise.all([runChecks(chosen), checkWeaknesses((line) => progress.note(line))])),
  );
  const { place, env } = await servers();
  const results = join(place, 'results');
  await mkdir(results);
  process.stdout.write('  Specifications\n');
  const specs = await runSpecs(chosen, env, results);
  const journeys = plays ? await runJourneys({ folder: place, env, words: [] }) : nothing;
  return together([checks, specs, journeys]);
}

const tally = await run().catch((error: unknown) => failure(explanation(error)));
await cleanUp();
if (tally.failures.length > 0) process.stdout.write(`\nFailed:\n${tally.failures.map((each) => `  ${each}`).join('\n')}\n`);
process.stdout.write(`\n${closingLine(tally)}\n`);
process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;
