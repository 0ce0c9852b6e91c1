import { disk } from './disk.js';
import { failing } from './failing.js';
import { kills, replicas } from './kills.js';
import { links } from './links.js';
import { postgres, redis } from './servers.js';
import type { Scenario } from './stage.js';

export const SCENARIOS: readonly Scenario[] = [kills, redis, postgres, links, replicas, failing, disk];
