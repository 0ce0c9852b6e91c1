import { describe, expect, it } from '@jest/globals';
import { weaknessesIn } from './weaknesses.js';

const of = (name: string, severity: string) => ({ source: 1, name, dependency: name, title: `${name} can be crashed`, url: `https://github.com/advisories/GHSA-${name}`, severity, range: '<2' });
const answer = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    outer: { name: 'outer', severity: 'critical', isDirect: true, via: ['inner'], effects: [], range: '*', nodes: ['node_modules/outer'], fixAvailable: false },
    inner: { name: 'inner', severity: 'critical', isDirect: false, via: [of('inner', 'critical')], effects: ['outer'], range: '<2', nodes: ['node_modules/inner', 'node_modules/outer/node_modules/inner'], fixAvailable: true },
    slow: { name: 'slow', severity: 'high', isDirect: true, via: [of('slow', 'high'), of('slow', 'moderate')], effects: [], range: '<2', nodes: ['node_modules/slow'], fixAvailable: true },
  },
  metadata: {},
});
const versions: Record<string, string> = { 'node_modules/inner': '1.0.0', 'node_modules/outer/node_modules/inner': '1.1.0', 'node_modules/slow': '1.0.0' };
const look = (text: string, today: string) =>
  weaknessesIn(text, { accepted: [{ package: 'inner', version: '1.0.0', why: 'Never called', until: '2026-11-30' }], versionOf: (place) => versions[place] ?? '', today });

const line = (name: string, version: string, severity: string) => `${name} ${version}: ${name} can be crashed (${severity}, https://github.com/advisories/GHSA-${name})`;

describe('known weaknesses of packages', () => {
  it('that are high or critical fail, but for those that are accepted in one version until a day', () => {
    expect(look(answer, '2026-11-30')).toEqual({
      failures: [line('inner', '1.1.0', 'critical'), line('slow', '1.0.0', 'high')],
      notes: [`Accepted until 2026-11-30: ${line('inner', '1.0.0', 'critical')}. Never called.`],
    });
    expect(look(answer, '2026-12-01')).toEqual({ failures: [line('inner', '1.0.0', 'critical'), line('inner', '1.1.0', 'critical'), line('slow', '1.0.0', 'high')], notes: [] });
    expect(look(JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} }), '2026-11-30')).toEqual({ failures: [], notes: [] });
  });

  it('are told to be unknown where the registry has no list of them, or is away', () => {
    const refused = JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405, error: { summary: '', detail: '' } });
    expect(look(refused, '2026-11-30')).toEqual({ failures: [], notes: ['Known weaknesses of packages were not looked up: the registry gave no list of them (405 Method Not Allowed).'] });
    expect(look('', '2026-11-30').notes).toEqual([expect.stringContaining('did not answer in time')]);
  });
});
