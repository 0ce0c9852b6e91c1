import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { AuditChecks } from '@concordat/platform-audit';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { createLogger } from '@concordat/platform-logging';
import { Queues } from '@concordat/platform-messaging';
import { measure } from '@concordat/platform-telemetry';
import { parser } from '@prometheus-io/lezer-promql';
import { fastify } from 'fastify';
import { CORE_SCHEMA, load } from 'js-yaml';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const yaml = <Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> => schema.parse(load(read(path), { schema: CORE_SCHEMA }));

const rule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string() }),
});
const rules = yaml('docker/monitoring/alerts.yml', z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })).groups.flatMap((group) => group.rules);

/** Names and types of everything that processes serve. The modules put their metrics into the process's register when they are loaded. */
async function servedMetrics(): Promise<ReadonlyMap<string, string>> {
  expect([AuditChecks, Queues, Registry]).not.toContain(undefined);
  const instance = fastify();
  measure(instance, 'web', createLogger('web', { level: 'silent' }));
  const { body } = await instance.inject('/metrics');
  await instance.close();
  return new Map(Array.from(body.matchAll(/^# TYPE (\S+) (\S+)$/gm), ([, name = '', type = '']) => [name, type]));
}

/** Metrics of an expression; a fault in its syntax is an error. */
function metricsIn(expression: string): string[] {
  const found: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`not PromQL near "${expression.slice(from, to + 10)}": ${expression}`);
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector') found.push(expression.slice(from, to));
    },
  });
  return found;
}

describe('alerts', () => {
  it('are PromQL over metrics that the processes serve', async () => {
    const served = await servedMetrics();
    const known = new Set([...served].flatMap(([name, type]) => (type === 'histogram' ? ['_bucket', '_count', '_sum'].map((end) => name + end) : [name])));
    for (const { alert, expr } of rules) {
      const metrics = metricsIn(expr);
      expect([alert, metrics.length > 0]).toEqual([alert, true]);
      // `up` is Prometheus's own.
      expect([alert, metrics.filter((name) => name !== 'up' && !known.has(name))]).toEqual([alert, []]);
    }
    expect(() => metricsIn('sum by (service (up)')).toThrow('not PromQL');
    expect(metricsIn('rate(a_total{x="1"}[5m]) / b')).toEqual(['a_total', 'b']);
  });

  it('are each tested, and explained for whoever is woken', () => {
    const tested = yaml('docker/monitoring/alerts.test.yml', z.object({ tests: z.array(z.object({ alert_rule_test: z.array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) })) })) }));
    const fired = new Set(tested.tests.flatMap((test) => test.alert_rule_test).flatMap(({ alertname, exp_alerts: alerts }) => (alerts.length > 0 ? [alertname] : [])));
    const guide = read('docs/operations/monitoring.md');
    const names = new Set(rules.map(({ alert }) => alert));
    for (const name of names) expect([name, guide.includes(`### ${name}\n`)]).toEqual([name, true]);
    expect([...names].filter((name) => !fired.has(name))).toEqual([]);
  });

  it('hear every process of the composition', () => {
    const scraped = yaml('docker/monitoring/prometheus.yml', z.looseObject({ scrape_configs: z.array(z.strictObject({ job_name: z.literal('concordat'), static_configs: z.array(z.strictObject({ targets: z.array(z.string()) })) })) }));
    const processes = ['web', ...SERVICE_NAMES.flatMap((service) => [service, `${service}-worker`])];
    expect(scraped.scrape_configs.flatMap(({ static_configs: configs }) => configs.flatMap(({ targets }) => targets)).sort()).toEqual(processes.map((name) => `${name}:3000`).sort());
  });
});
