import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readCase } from '@concordat/contracts-jag-cases';
import { internalPorts, root, serviceProgram, Supervised, type Environment } from '@concordat/tool-stack';
import autocannon from 'autocannon';
import { measured, type Measured } from '../measured.js';
import { withCaseStack, type CaseStack } from '../journey/case-stack.js';

/** `plain`: the service as it stands, its audit kept, no collector named. */
const SIDES = ['plain', 'traced', 'unaudited'] as const;
export type Side = (typeof SIDES)[number];

/** Requests a second: less than one processor can answer, so that waiting in line is no part of the figures. */
const RATE = 12;
const SECONDS = 8;
const ROUNDS = 7;
const READY_WITHIN = 60_000;

export interface TelemetryFigures {
  /** Of each round's requests the 95th percentile, milliseconds. */
  p95: Record<Side, Measured>;
  /** Of each round, how many times the p95 beside that of the side without. */
  tracesCost: Measured;
  auditCost: Measured;
}

/** What traces and the audit cost a page of a case: three processes of jag-cases on the same data, asked in turn. */
export async function benchTelemetry(cases: number, say: (line: string) => void): Promise<TelemetryFigures> {
  const collector = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  try {
    return await withCaseStack(cases, say, (stack) => inTurns(stack, collector, say));
  } finally {
    collector.closeAllConnections();
    collector.close();
  }
}

async function inTurns(stack: CaseStack, collector: Server, say: (line: string) => void): Promise<TelemetryFigures> {
  const ports = await internalPorts(SIDES.length);
  const endpoint = `http://127.0.0.1:${String((collector.address() as AddressInfo).port)}`;
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
    const p95: Record<Side, number[]> = { plain: [], traced: [], unaudited: [] };
    for (let round = -1; round < ROUNDS; round += 1) {
      // Each round begins with another, so that none always follows the same.
      const order = addresses.map((_, index) => addresses[(index + round + SIDES.length) % SIDES.length]);
      for (const one of order) {
        if (one === undefined) continue;
        const times = await load(one.address, stack.caseIds, await stack.authorization());
        if (round >= 0) p95[one.side].push(measured(times).p95);
      }
    }
    const beside = (side: Side, without: Side): Measured => measured(p95[side].map((value, round) => value / (p95[without][round] ?? Number.NaN)));
    return {
      p95: { plain: measured(p95.plain), traced: measured(p95.traced), unaudited: measured(p95.unaudited) },
      tracesCost: beside('traced', 'plain'),
      auditCost: beside('plain', 'unaudited'),
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

async function load(address: string, caseIds: readonly string[], authorization: string): Promise<number[]> {
  const times: number[] = [];
  const requests = caseIds.map((caseId) => ({ method: 'GET' as const, path: readCase.path.replace(':caseId', caseId) }));
  const run = autocannon({ url: address, connections: 4, overallRate: RATE, duration: SECONDS, headers: { authorization }, requests }, () => undefined);
  run.on('response', (_client, status, _bytes, milliseconds) => {
    if (status !== 200) throw new Error(`A case was answered with ${String(status)}`);
    times.push(milliseconds);
  });
  await once(run, 'done');
  return times;
}
