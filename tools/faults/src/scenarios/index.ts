import { kills, replicas } from './kills.js';
import type { Scenario } from './stage.js';

export const SCENARIOS: readonly Scenario[] = [kills, replicas];
