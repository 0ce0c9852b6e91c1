import { describe, expect, it } from '@jest/globals';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { Chance } from '../chance.js';
import { harmOf } from '../history/lines.js';
import { chosenFaults, kills } from './kills.js';

const processes = SERVICE_NAMES.flatMap((service) => (['main', 'worker'] as const).map((part) => ({ service, part })));

function first(seed: number, count: number) {
  const faults = chosenFaults(new Chance(seed), processes);
  return Array.from({ length: count }, () => faults.next().value);
}

describe('the faults of kills', () => {
  it('are each kind of them before any comes again, to something that can be harmed so', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const faults = first(seed, kills.harms.length);
      expect(faults.map(({ harm }) => harmOf(harm)).sort()).toEqual([...kills.harms].sort());
      for (const fault of faults) {
        if ('targets' in fault) expect(fault.targets).toHaveLength(1);
        else if (fault.harm.ofWorkers) expect(fault.target.part).toBe('worker');
      }
    }
  });

  it('are killings most often, of requests’ servers too', () => {
    const faults = first(7, 600);
    expect(faults.filter(({ harm }) => harmOf(harm).startsWith('killed')).length).toBeGreaterThan(350);
    expect(faults.filter((fault) => 'target' in fault && fault.target.part === 'main').length).toBeGreaterThan(80);
  });
});
