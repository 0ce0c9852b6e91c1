import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { readCase } from '@concordat/contracts-jag-cases';
import { internalPorts, root, serviceProgram, Supervised, type Environment } from '@concordat/tool-stack';
import { measured, type Measured } from '../measured.js';
import { withCaseStack, type CaseStack } from '../journey/case-stack.js';

/** `plain`: the service as it stands, its audit kept, no collector named. */
const SIDES = ['plain', 'traced', 'unaudited'] as const;
export type Side = (typeof SIDES)[number];

/** Requests that each side answers, one at a time, so that waiting in line is no part of the figures: with fewer, chance is as large as the limits. */
const TURNS = 6_000;
const WARM_UP = 300;
/** Parts of the turns that are also compared by themselves, which tells how much is chance. */
const PARTS = 5;
const READY_WITHIN = 60_000;

export interface TelemetryFigures {
  /** Milliseconds of each request. */
  times: Record<Side, Measured>;
  tracesCost: Cost;
  auditCost: Cost;
}

/** How many times the p95 beside that of the side without: of all requests, and of each part of them. */
export interface Cost {
  whole: number;
  parts: Measured;
}

/** What traces and the audit cost a page of a case: three processes of jag-cases on the same data, asked in turn for the same case. */
export async function benchTelemetry(cases: number, say: (line: string) => void): Promise<TelemetryFigures> {
  const collector = spawn(execPath, [join(root, 'tools/bench/dist/telemetry/collector.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const said: unknown[] = await once(collector.stdout.setEncoding('utf8'), 'data');
    return await withCaseStack(cases, say, (stack) => inTurns(stack, `http://127.0.0.1:${String(said[0]).trim()}`, say));
  } finally {
    collector.kill();
  }
}

async function inTurns(stack: CaseStack, endpoint: string, say: (line: string) => void): Promise<TelemetryFigures> {
  const ports = await internalPorts(SIDES.length);
  const more: Record<Side, Environment> = { plain: {}, traced: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, unaudited: {} };
  const started = SIDES.map((side, index) => {
    const program = serviceProgram('jag-cases', { ...stack.environmentAt(ports[index] ?? 0), ...more[side] }, stack.folder, 'main');
    const [node = '', ...rest] = program.command;
    const command = side === 'unaudited' ? [node, '--import', join(root, 'tools/bench/dist/telemetry/without-audit.js'), ...rest] : program.command;
    return new Supervised({ ...program, command, name: `jag-cases, ${side}`, log: join(stack.folder.logs, `jag-cases-${side}.log`) }, say);
  });
  for (const one of started) one.start();
  try {
    const addresses = SIDES.map((side, index) => ({ side, address: `http://127.0.0.1:${String(ports[index] ?? 0)}` }));
    for (const { address } of addresses) await untilReady(address);
    const times: Record<Side, number[]> = { plain: [], traced: [], unaudited: [] };
    for (let turn = -WARM_UP; turn < TURNS; turn += 1) {
      const authorization = await stack.authorization();
      const path = readCase.path.replace(':caseId', stack.caseIds[(turn + WARM_UP) % stack.caseIds.length] ?? '');
      // Each turn begins with another, so that none always follows the same.
      for (let place = 0; place < addresses.length; place += 1) {
        const one = addresses[(place + turn + WARM_UP) % addresses.length];
        if (one === undefined) continue;
        const time = await timeOf(new URL(path, one.address), authorization);
        if (turn >= 0) times[one.side].push(time);
      }
    }
    return {
      times: { plain: measured(times.plain), traced: measured(times.traced), unaudited: measured(times.unaudited) },
      tracesCost: costOf(times.traced, times.plain),
      auditCost: costOf(times.plain, times.unaudited),
    };
  } finally {
    await Promise.all(started.map((one) => one.stop()));
  }
}

async function untilReady(address: string): Promise<void> {
  for (const end = Date.now() + READY_WITHIN; ; ) {
    if (await fetch(`${address}/health/ready`).then(({ ok }) => ok, () => false)) return;
    if (Date.now() > end) throw new Error(`${address} did not get ready`);
    await pause(200);
  }
}

async function timeOf(address: URL, authorization: string): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(address, { headers: { authorization } });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`A case was answered with ${String(answer.status)}`);
  return performance.now() - begun;
}

function costOf(times: readonly number[], without: readonly number[]): Cost {
  const ratio = (from: number, to: number): number => measured(times.slice(from, to)).p95 / measured(without.slice(from, to)).p95;
  const size = TURNS / PARTS;
  return { whole: ratio(0, TURNS), parts: measured(Array.from({ length: PARTS }, (_, part) => ratio(part * size, (part + 1) * size))) };
}
