import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CannotRun, explanation, progressOn, stackFolder } from '@concordat/tool-stack';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { runScenario, type Outcome } from './run-scenario.js';
import { SCENARIOS } from './scenarios/index.js';
import { migrateBeside, upgrade } from './scenarios/upgrade.js';
import { oneRedis } from './world/queue-servers.js';
import { redisCluster, redisSentinel } from './world/redis-ensembles.js';
import { World } from './world/world.js';

interface Options {
  seed: number;
  on: keyof typeof QUEUES;
  commands?: number;
  before?: string;
  verbose: boolean;
}

const QUEUES = { embedded: oneRedis, cluster: redisCluster, sentinel: redisSentinel };

/** Findings of one kind that are shown; the history holds them all. */
const SHOWN = 10;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const program = new Command('faults')
  .description('Harms an installation of its own while commands are given, and shows from its history that nothing was lost, doubled or invented')
  .addArgument(new Argument('[name]', 'one scenario; all but upgrade unless given').choices([...SCENARIOS, upgrade].map(({ name }) => name)))
  .option('--seed <number>', 'of the chance by which faults and commands are chosen', whole, randomInt(1, 1_000_000))
  .addOption(new Option('--on <queues>', 'how Redis is kept').choices(['embedded', 'cluster', 'sentinel'] as const).default('embedded' as const))
  .option('--commands <number>', 'commands to be acknowledged', whole)
  .option('--before <folder>', 'for upgrade: a copy of the version before, built')
  .option('--verbose', 'says every fault as it happens', false)
  .action(faults);

async function faults(name: string | undefined, { seed, on, commands, before, verbose }: Options): Promise<void> {
  say(`Seed ${seed}, Redis: ${on}`);
  const folder = join(stackFolder().path, 'faults');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const version = before === undefined ? undefined : resolve(before);
  if ((name === upgrade.name) !== (version !== undefined)) throw new CannotRun('upgrade, and it alone, wants a copy of the version before.', 'git worktree add ../before TAG && (cd ../before && npm ci && npm run build), then --before ../before');
  const chosen = name === upgrade.name ? [upgrade] : SCENARIOS.filter((scenario) => name === undefined || scenario.name === name);
  const world = await World.begin({ progress: progressOn(process.stdout), version, queues: QUEUES[on] });
  endWith(world);
  let whole = true;
  try {
    if (version !== undefined) await migrateBeside(world, version);
    await world.progress.step('Loading the demo partnership', async () => {
      await world.start({ replicas: 1, links: false });
      await world.loadDemo();
      if (version === undefined) await world.stopProcesses();
    });
    for (const scenario of chosen) {
      const wanted = commands ?? scenario.commands;
      say(`\n${scenario.name}: ${scenario.title}; ${wanted} commands`);
      const outcome = await runScenario({ scenario, world, on, seed, commands: wanted, folder, say: (line) => (verbose ? say(`    ${line}`) : undefined) });
      report(outcome);
      whole &&= outcome.findings.length === 0;
    }
  } finally {
    await world.end();
  }
  process.exitCode = whole ? 0 : 1;
}

function report({ file, findings, seconds, faults: count, drained }: Outcome): void {
  say(`  ${count} faults in ${seconds.toFixed(0)} s; ${drained === null ? 'messages waited to the end' : `nothing waited ${drained.toFixed(1)} s after the last`}`);
  say(`  ${findings.length === 0 ? 'as it should be' : `${findings.length} things that must not be`}: ${file}`);
  for (const [rule, same] of Map.groupBy(findings, (finding) => finding.rule)) {
    say(`  ${rule}, ${same.length}:`);
    for (const { text } of same.slice(0, SHOWN)) say(`    ${text}`);
  }
}

/** What was started ends with this process, also when somebody ends it. */
function endWith(world: World): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void world.end().finally(() => process.exit(1));
    });
  }
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`\n${explanation(error)}\n`);
  process.exitCode = 1;
}
