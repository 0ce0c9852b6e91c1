import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { explanation, progressOn, stackFolder } from '@concordat/tool-stack';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { ALONE, aloneOf } from './asked.js';
import type { Outcome } from './outcome.js';
import { JOURNEY, runJourneys } from './run-journeys.js';
import { runScenario } from './run-scenario.js';
import { SCENARIOS } from './scenarios/index.js';
import type { Scenario } from './scenarios/stage.js';
import { migrateBeside, upgrade } from './scenarios/upgrade.js';
import { oneRedis } from './world/queue-servers.js';
import { redisCluster, redisSentinel } from './world/redis-ensembles.js';
import { SmallDisk } from './world/small-disk.js';
import { World } from './world/world.js';

interface Options {
  seed: number;
  on: keyof typeof QUEUES;
  commands?: number;
  before?: string;
  grep?: string;
  verbose: boolean;
}

const QUEUES = { embedded: oneRedis, cluster: redisCluster, sentinel: redisSentinel };

/** Findings of one kind that are shown; the history holds them all. */
const SHOWN = 10;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const program = new Command('faults')
  .description('Harms an installation of its own while commands are given, and shows from its history that nothing was lost, doubled or invented')
  .addArgument(new Argument('[names...]', 'scenarios, one after the other; all but upgrade and journey unless given').choices([...SCENARIOS.map(({ name }) => name), ...ALONE]))
  .option('--seed <number>', 'of the chance by which faults and commands are chosen', whole, randomInt(1, 1_000_000))
  .addOption(new Option('--on <queues>', 'how Redis is kept').choices(['embedded', 'cluster', 'sentinel'] as const).default('embedded' as const))
  .option('--commands <number>', 'commands to be acknowledged at least; more are given until each kind of fault was done once', whole)
  .option('--before <folder>', 'for upgrade: a copy of the version before, built')
  .option('--grep <title>', 'for journey: those whose titles match')
  .option('--verbose', 'says every fault as it happens', false)
  .action(faults);

async function faults(names: readonly string[], { seed, on, commands, before, grep, verbose }: Options): Promise<void> {
  const alone = aloneOf({ names, before, commands, grep });
  say(`Seed ${seed}, Redis: ${on}`);
  const folder = join(stackFolder().path, 'faults');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const version = before === undefined ? undefined : resolve(before);
  const chosen = alone === JOURNEY ? [] : alone === upgrade.name ? [upgrade] : SCENARIOS.filter((scenario) => (names.length === 0 ? canRun(scenario) : names.includes(scenario.name)));
  const world = await World.begin({ progress: progressOn(process.stdout), version, queues: QUEUES[on], smallDisk: chosen.some(({ smallDisk }) => smallDisk === true), links: chosen.some(({ links }) => links) });
  endWith(world);
  let whole = true;
  try {
    if (version !== undefined) await migrateBeside(world, version);
    await world.progress.step('Loading the demo partnership', async () => {
      await world.start({ replicas: 1, links: false });
      await world.loadDemo();
      if (version === undefined) await world.stopProcesses();
    });
    const saying = (line: string): void => (verbose ? say(`    ${line}`) : undefined);
    if (alone === JOURNEY) {
      const outcome = await runJourneys({ world, on, seed, grep, folder, say: saying });
      say(`\n${outcome.passed} journeys ended as they should, ${outcome.failed} did not; an error page was met ${outcome.met} times`);
      report(outcome);
      whole = outcome.findings.length === 0;
    }
    for (const scenario of chosen) {
      const wanted = commands ?? scenario.commands;
      say(`\n${scenario.name}: ${scenario.title}; ${wanted} commands, or more`);
      const outcome = await runScenario({ scenario, world, on, seed, commands: wanted, folder, say: saying });
      report(outcome);
      whole &&= outcome.findings.length === 0;
    }
  } finally {
    await world.end();
  }
  process.exitCode = whole ? 0 : 1;
}

/** Of a run of all; one that is asked for by its name says what it lacks. */
function canRun({ name, smallDisk }: Scenario): boolean {
  const can = smallDisk !== true || SmallDisk.isPossible();
  if (!can) say(`${name} is left out: this user may not mount a file system.`);
  return can;
}

function report({ file, findings, seconds, faults: count, drained, noticed }: Outcome): void {
  const waiting = drained === null ? '; messages waited to the end' : `; nothing waited ${drained.toFixed(1)} s after the last`;
  say(`  ${count} faults in ${seconds.toFixed(0)} s${count === 0 ? '' : waiting}`);
  if (noticed.length > 0) say(`  ${noticed.length} of them up and not working: started again after ${Math.min(...noticed).toFixed(1)} to ${Math.max(...noticed).toFixed(1)} s`);
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
