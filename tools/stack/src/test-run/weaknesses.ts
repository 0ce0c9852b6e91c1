import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../folder.js';
import { runCommand } from './commands.js';
import { nothing, type Tally } from './tally.js';

/** A weakness of a package that was looked at and is lived with for a time. */
export interface Accepted {
  package: string;
  version: string;
  /** Why it does no harm here, and what is waited for. */
  why: string;
  /** The last day, as an ISO date: from the day after on it fails again. */
  until: string;
}

/** Looked at one by one; keep it short. */
const ACCEPTED: readonly Accepted[] = [
  {
    package: '@casl/ability',
    version: '7.0.1',
    why: 'CVE-2026-111172 is of rulesToFields, which no source may call (tools/security/src/sources/forbidden.ts); 7.0.2 mends it, which not every registry has',
    until: '2027-02-28',
  },
];

/** Seconds for which the registry is waited for. */
const WITHIN = 20;

const advisory = z.object({ name: z.string(), title: z.string(), url: z.string(), severity: z.string(), range: z.string() });

const report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisory])), nodes: z.array(z.string()) })),
});

const lockFile = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

const refusal = z.object({ message: z.string() });

export interface Found {
  /** High and critical weaknesses that are not accepted, a line each. */
  failures: string[];
  /** What is said of the rest: those that are accepted, or why nothing is known. */
  notes: string[];
}

/**
 * What `npm audit --json` answered, which lists weaknesses of every severity.
 *
 * @param versionOf version of what is installed at a place such as `node_modules/zod`
 * @param today ISO date
 */
export function weaknessesIn(answer: string, { accepted, versionOf, today }: { accepted: readonly Accepted[]; versionOf: (place: string) => string; today: string }): Found {
  const parsed = parsedOf(answer);
  const known = report.safeParse(parsed).data;
  if (known === undefined) {
    const said = refusal.safeParse(parsed).data?.message ?? 'it did not answer in time';
    return { failures: [], notes: [`Known weaknesses of packages were not looked up: the registry gave no list of them (${said}).`] };
  }
  const found: Found = { failures: [], notes: [] };
  for (const { via, nodes } of Object.values(known.vulnerabilities)) {
    // A text names another package of the report, by which this one is affected.
    for (const one of via.filter((cause) => typeof cause !== 'string')) {
      if (one.severity !== 'high' && one.severity !== 'critical') continue;
      for (const version of new Set(nodes.map(versionOf))) {
        const line = `${one.name} ${version}: ${one.title} (${one.severity}, ${one.url})`;
        const why = accepted.find((each) => each.package === one.name && each.version === version && today <= each.until);
        if (why === undefined) found.failures.push(line);
        else found.notes.push(`Accepted until ${why.until}: ${line}. ${why.why}.`);
      }
    }
  }
  return found;
}

function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Whether a package that Concordat runs with has a known weakness that is high or critical, by the registry's list. It fails
 * where `CI` is set, before anything is released; elsewhere it is told, since what somebody changed has nothing to do with
 * what became known over night. A registry that has no such list, or is away, is told too: tests need no network.
 */
export async function checkWeaknesses(say: (line: string) => void): Promise<Tally> {
  const { packages } = lockFile.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const command = ['npm', 'audit', '--package-lock-only', '--omit=dev', '--json', '--loglevel=silent', '--fetch-retries=0'];
  const { output } = await runCommand(command, { cwd: root, env: process.env, limit: WITHIN * 1000 });
  // Warnings of npm's may stand before it.
  const answer = output.slice(Math.max(0, output.indexOf('{')));
  const { failures, notes } = weaknessesIn(answer, { accepted: ACCEPTED, versionOf: (place) => packages[place]?.version ?? '', today: new Date().toISOString().slice(0, 10) });
  for (const note of notes) say(note);
  if (process.env['CI'] === undefined) for (const failure of failures) say(`Known weakness: ${failure}`);
  if (failures.length === 0 || process.env['CI'] === undefined) return nothing;
  return { passed: 0, failed: failures.length, failures: failures.map((line) => `known weakness: ${line}`) };
}
