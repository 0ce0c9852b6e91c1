import { accepted } from './accepted/accepted.step.js';
import { acceptedAgain } from './accepted-again/accepted-again.step.js';
import { assessing } from './assessing/assessing.step.js';
import { assessingResult } from './assessing-result/assessing-result.step.js';
import { closed } from './closed/closed.step.js';
import { declined } from './declined/declined.step.js';
import { informationRequested } from './information-requested/information-requested.step.js';
import { monitoring } from './monitoring/monitoring.step.js';
import { onHold } from './on-hold/on-hold.step.js';
import { planning } from './planning/planning.step.js';
import { redirected } from './redirected/redirected.step.js';
import { responding } from './responding/responding.step.js';
import { resumed } from './resumed/resumed.step.js';
import { screening } from './screening/screening.step.js';
import type { TransitionStep } from './transition-step.js';

/** The page of every transition of the contract. */
export const STEPS: readonly TransitionStep[] = [
  screening, informationRequested, accepted, declined, redirected, assessing, planning, responding,
  assessingResult, monitoring, onHold, resumed, closed, acceptedAgain,
];
