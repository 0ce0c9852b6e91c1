import { describe, expect, it } from '@jest/globals';
import { register, Registry } from 'prom-client';
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

/** Names of everything that processes serve, as Prometheus keeps it, each with its labels. The modules put their metrics into the process's register when they are loaded. */
async function servedMetrics(): Promise<ReadonlyMap<string, readonly string[]>> {
  expect([AuditChecks, Queues, Registry]).not.toContain(undefined);
  const instance = fastify();
  measure(instance, 'web', createLogger('web', { level: 'silent' }));
  instance.get('/any', () => '');
  await instance.inject('/any');
  const { body } = await instance.inject('/metrics');
  await instance.close();
  const known = new Map<string, readonly string[]>();
  for (const [, name = '', type = ''] of body.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    const names = type === 'histogram' ? ['_bucket', '_count', '_sum'].map((end) => name + end) : [name];
    for (const one of names) known.set(one, labelsOf(one, body));
  }
  return known;
}

/** Labels of a metric: as its library declared them, or as it is served. */
function labelsOf(name: string, served: string): readonly string[] {
  const declared = register.getSingleMetric(name);
  if (declared !== undefined && 'labelNames' in declared && Array.isArray(declared.labelNames)) return declared.labelNames.map(String);
  const [, labels = ''] = new RegExp(`^${name}\\{([^}]*)\\}`, 'm').exec(served) ?? [];
  return Array.from(labels.matchAll(/(\w+)="/g), ([, label = '']) => label);
}

/** Metrics and labels of an expression; a fault in its syntax is an error. */
function namesIn(expression: string): { metrics: string[]; labels: string[] } {
  const found = { metrics: new Set<string>(), labels: new Set<string>() };
  parser.parse(expression).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`not PromQL near "${expression.slice(from, to + 10)}": ${expression}`);
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector') found.metrics.add(expression.slice(from, to));
      if (type.name === 'LabelName') found.labels.add(expression.slice(from, to));
    },
  });
  return { metrics: [...found.metrics], labels: [...found.labels] };
}

describe('alerts', () => {
  it('are PromQL over metrics that the processes serve, with the labels that these have', async () => {
    // `up` is Prometheus's own.
    const known = new Map([...(await servedMetrics()), ['up', ['job', 'instance']] as const]);
    for (const { alert, expr, annotations } of rules) {
      const { metrics, labels } = namesIn(expr);
      const shown = Array.from(annotations.summary.matchAll(/\$labels\.(\w+)/g), ([, label = '']) => label);
      expect([alert, metrics.length > 0]).toEqual([alert, true]);
      expect([alert, metrics.filter((name) => !known.has(name))]).toEqual([alert, []]);
      for (const name of metrics) expect([alert, [...labels, ...shown].filter((label) => !(known.get(name) ?? []).includes(label))]).toEqual([alert, []]);
    }
    expect(() => namesIn('sum by (service (up)')).toThrow('not PromQL');
    expect(namesIn('sum by (of) (rate(a_total{x="1"}[5m])) / b')).toEqual({ metrics: ['a_total', 'b'], labels: ['of', 'x'] });
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
