import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { inWords, type Measured } from './measured.js';
import type { Cost } from './telemetry/telemetry-bench.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const program = new Command('bench').description('Figures as ratios, each taken in one run on one machine against a peer or a limit');

program
  .command('sharing')
  .description('decisions in memory beside Cedar; pages of items under the sharing policy, beside the best SQL by hand and no policy')
  .option('--size <items>', 'items of the large world', whole, 1_000_000)
  .option('--json <file>', 'writes the figures to a file')
  .action(async ({ size, json }: { size: number; json?: string }) => {
    const databaseUrl = setting('CONCORDAT_SCRATCH_DATABASE_URL');
    say(`${machine()}; one connection a side, prepared statements, rounds in turn`);
    const { benchDecisions } = await import('./decisions/decision-bench.js');
    const decisions = await benchDecisions();
    const { ours, cedar, questions } = decisions;
    const eachSecond = (taken: Measured): string => `median ${((questions / taken.median) * 1000).toFixed(0)} decisions a second (min ${((questions / taken.max) * 1000).toFixed(0)}, max ${((questions / taken.min) * 1000).toFixed(0)})`;
    say(`in memory, ${String(questions)} questions about ${String(decisions.worlds)} worlds, ${String(decisions.permits)} of them permitted, equal answers: ${eachSecond(ours)}`);
    say(`Cedar: ${eachSecond(cedar)}; told of the worlds in ${decisions.toldIn.toFixed(0)} ms, not counted; circle and consent looked up for each question, counted`);
    say(`${decisions.times.toFixed(1)} times as many as Cedar (at least 10: ${decisions.times >= 10 ? 'met' : 'MISSED'})`);
    const { benchPages } = await import('./sharing/page-bench.js');
    const pages = await benchPages(databaseUrl, size, say);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ benchmark: 'sharing', node: process.version, decisions, pages }, null, 2)}\n`);
  });

program
  .command('audit')
  .description('entries of the audit that are sealed, and followed again, in a second; the goal is 100,000 followed')
  .option('--entries <entries>', 'entries of the chain', whole, 200_000)
  .option('--rounds <rounds>', 'rounds that count', few, 5)
  .option('--json <file>', 'writes the figures to a file')
  .action(async ({ entries, rounds, json }: { entries: number; rounds: number; json?: string }) => {
    say(machine());
    const databaseUrl = setting('CONCORDAT_SCRATCH_DATABASE_URL');
    const { benchVerify } = await import('./audit/verify-bench.js');
    const { sealing, following } = await benchVerify(databaseUrl, entries, rounds);
    const eachSecond = (ms: number): string => ((entries / ms) * 1000).toFixed(0);
    say(`${String(entries)} entries, of which one in ten is a page of 25: ${eachSecond(sealing)} sealed a second`);
    say(`followed from the first to the last: median ${eachSecond(following.median)} a second (min ${eachSecond(following.max)}, max ${eachSecond(following.min)}; at least 100,000: ${entries / following.median >= 100 ? 'met' : 'MISSED'})`);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ benchmark: 'audit', node: process.version, entries, sealing, following }, null, 2)}\n`);
  });

program
  .command('messages')
  .description('events from the command to the committed effect, beside BullMQ alone with the same payloads')
  .option('--size <messages>', 'messages of a round', whole, 3_000)
  .option('--rounds <rounds>', 'rounds that count', few, 5)
  .option('--json <file>', 'writes the figures to a file')
  .action(async ({ size, rounds, json }: { size: number; rounds: number; json?: string }) => {
    say(machine());
    const servers = { postgresUrl: setting('CONCORDAT_SCRATCH_DATABASE_URL'), redisUrl: setting('CONCORDAT_SCRATCH_REDIS_URL') };
    const { benchMessages } = await import('./messages/message-bench.js');
    const figures = await benchMessages({ ...servers, messages: size, rounds, say });
    const speed = ({ median, min, max }: { median: number; min: number; max: number }): string => `median ${median.toFixed(0)} a second (min ${min.toFixed(0)}, max ${max.toFixed(0)})`;
    const { many, bulk, each, bare, hand } = figures.speed;
    const share = (of: Measured, most: Measured): string => (of.median / most.median).toFixed(2);
    const half = (of: Measured, most: Measured): string => `${share(of, most)} of BullMQ alone (at least 0.5: ${of.median / most.median >= 0.5 ? 'MET' : 'MISSED'})`;
    say(`BullMQ alone, adding a hundred jobs at once and processing, no database: ${speed(bulk)}`);
    say(`the full path, from a command that publishes a hundred events to the last effect, exactly once: ${speed(many)}; ${half(many, bulk)}`);
    say(`BullMQ alone, adding one job at a time: ${speed(bare)}`);
    say(`the full path, with a command of its own before each event, each of which commits alone: ${speed(each)}; ${half(each, bare)}`);
    say(`the same by hand around BullMQ, and not exactly once: ${speed(hand)}, ${share(hand, bare)} of BullMQ alone; the product does ${share(each, hand)} of it`);
    say(`at 100 commands a second, from the command to its effect: ${inWords(figures.latency.each)} (p99 at most 500: ${figures.latency.each.p99 <= 500 ? 'MET' : 'MISSED'})`);
    say(`BullMQ alone: ${inWords(figures.latency.bare)}; by hand: ${inWords(figures.latency.hand)}`);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ benchmark: 'messages', node: process.version, ...figures }, null, 2)}\n`);
  });

program
  .command('start')
  .description('time to the ready line, on nothing and on what is there, and memory at rest; limits 90 s, 30 s and 1.5 GB')
  .option('--rounds <rounds>', 'first and second starts', few, 3)
  .option('--json <file>', 'writes the figures to a file')
  .action(async ({ rounds, json }: { rounds: number; json?: string }) => {
    say(machine());
    // Loaded where it is needed: this process counts among those that are measured.
    const { benchStart, gigabytes, seconds } = await import('./start/start-bench.js');
    const { first, second, memory, programs } = await benchStart(rounds, say);
    const held = (value: number, most: number): string => (value <= most ? 'met' : 'MISSED');
    const range = ({ median, min, max }: Measured, unit: (value: number) => string): string => `median ${unit(median)} (min ${unit(min)}, max ${unit(max)})`;
    for (const { program: name, processes, bytes } of programs) say(`  ${gigabytes(bytes)}  ${String(processes)} × ${name}`);
    say(`first start, the demo loaded: ${range(first, seconds)}, at most 90 s: ${held(first.max, 90_000)}`);
    say(`second start: ${range(second, seconds)}, at most 30 s: ${held(second.max, 30_000)}`);
    say(`memory of all processes at rest: ${range(memory, gigabytes)}, at most 1.5 GB: ${held(memory.max, 1.5e9)}`);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ benchmark: 'start', node: process.version, first, second, memory, programs }, null, 2)}\n`);
  });

program
  .command('journey')
  .description('home page, list of cases with a filter and page of a case at 30 requests a second, with many cases; the list beside Directus')
  .option('--size <cases>', 'cases beside the demo’s', whole, 20_000)
  .option('--json <file>', 'writes the figures to a file')
  .action(async ({ size, json }: { size: number; json?: string }) => {
    say(machine());
    const { benchJourney } = await import('./journey/journey-bench.js');
    const { totalOf } = await import('./journey/statements.js');
    const { pages, list } = await benchJourney(size, say);
    for (const { page, requests, failed, latency, statements } of pages) {
      const all = totalOf(statements);
      const each = Object.entries(statements).map(([service, count]) => `${service} ${String(count)}`).join(', ');
      say(`${page}: ${String(requests)} requests, ${inWords(latency)}; ${String(all)} statements: ${each} (at most 12: ${all <= 12 ? 'met' : 'MISSED'})`);
      if (Object.keys(failed).length > 0) say(`    not the page: ${JSON.stringify(failed)}`);
    }
    const times = list.ours.median / list.directus.median;
    const speed = ({ median, min, max }: Measured): string => `median ${median.toFixed(1)} a second (min ${min.toFixed(1)}, max ${max.toFixed(1)})`;
    say(`the list of cases with a filter: ${speed(list.ours)}; Directus: ${speed(list.directus)}; ${times.toFixed(2)} times as many (at least 2: ${times >= 2 ? 'met' : 'MISSED'})`);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ benchmark: 'journey', node: process.version, cases: size, pages, list }, null, 2)}\n`);
  });

program
  .command('telemetry')
  .description('what traces and the audit cost the page of a case: at most 5 % and 10 % of its p95')
  .option('--size <cases>', 'cases beside the demo’s', whole, 2_000)
  .option('--json <file>', 'writes the figures to a file')
  .action(async ({ size, json }: { size: number; json?: string }) => {
    say(machine());
    const { benchTelemetry } = await import('./telemetry/telemetry-bench.js');
    const figures = await benchTelemetry(size, say);
    const { times, tracesCost, auditCost } = figures;
    for (const [side, one] of Object.entries(times)) say(`${side}: ${inWords(one)}`);
    const cost = (name: string, { whole: all, parts: { min, max } }: Cost, most: number): void => {
      const percent = (value: number): string => `${((value - 1) * 100).toFixed(1)} %`;
      say(`${name} cost ${percent(all)} of p95 (parts from ${percent(min)} to ${percent(max)}; at most ${String(most)} %: ${all <= 1 + most / 100 ? 'met' : 'MISSED'})`);
    };
    cost('traces', tracesCost, 5);
    cost('the audit', auditCost, 10);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ benchmark: 'telemetry', node: process.version, cases: size, figures }, null, 2)}\n`);
  });

const machine = (): string => `Node ${process.version}, ${String(cpus().length)} × ${cpus()[0]?.model ?? 'processor'}`;

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`This needs servers to work on: run it with npm run bench, or set ${name}`);
  return value;
}

function whole(text: string): number {
  if (!/^\d{3,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number of at least 100.');
  return Number(text);
}

function few(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1 to 999.');
  return Number(text);
}

await program.parseAsync();
