import { ACTIONS, decide, instant, purpose, purposeOf, worldOf, type Decision, type Question, type SharingWorld } from '@concordat/sharing';
import { worldsAndTimes } from '@concordat/tool-sharing';
import fc from 'fast-check';
import { inTurn, type Measured } from '../measured.js';
import { CedarWorld, loadCedar } from './cedar.js';

const SEED = 2026;
const WORLDS = 60;
const WARM_UP = 2;
const ROUNDS = 7;

export interface DecisionFigures {
  worlds: number;
  questions: number;
  permits: number;
  /** Milliseconds for all questions. */
  ours: Measured;
  cedar: Measured;
  /** Milliseconds to tell Cedar of all worlds: policies written and parsed, entities made. Not in its time above. */
  toldIn: number;
  /** How many times as many decisions a second, of the medians. */
  times: number;
}

interface Asked {
  world: SharingWorld;
  cedar: CedarWorld;
  questions: Question[];
}

/** Decisions in memory beside Cedar, on the worlds on which the evaluators are held against each other. Equal answers first. */
export async function benchDecisions(): Promise<DecisionFigures> {
  const engine = await loadCedar();
  const drawn = fc.sample(worldsAndTimes, { seed: SEED, numRuns: WORLDS }).map(([scenario, times]) => ({ scenario, times, world: worldOf(scenario) }));
  const began = performance.now();
  const told = drawn.map(({ world }, index) => new CedarWorld(engine, world, `world ${String(index)}`));
  const toldIn = performance.now() - began;
  const asked = drawn.map(({ scenario, times, world }, index): Asked => {
    const cedar = told[index];
    if (cedar === undefined) throw new RangeError('A world was not told');
    // As pages ask: one reader, one time, item after item.
    const questions = times.flatMap((time) =>
      scenario.users.flatMap(({ id: user }) =>
        ACTIONS.flatMap((action) => scenario.items.map(({ id: item }): Question => ({ user, action, item, purpose: purposeOf(world, item) ?? purpose(''), at: instant(time) }))),
      ),
    );
    return { world, cedar, questions };
  });
  const permits = compare(asked);
  const results = await inTurn(
    [
      { name: 'ours', once: () => timed(() => asked.forEach(({ world, questions }) => questions.forEach((question) => decide(world, question)))) },
      { name: 'cedar', once: () => timed(() => asked.forEach(({ cedar, questions }) => questions.forEach((question) => cedar.decide(question)))) },
    ],
    { warmUp: WARM_UP, rounds: ROUNDS },
  );
  const [ours, cedar] = [results.get('ours'), results.get('cedar')];
  if (ours === undefined || cedar === undefined) throw new Error('Nothing was measured');
  return { worlds: asked.length, questions: asked.reduce((sum, { questions }) => sum + questions.length, 0), permits, ours, cedar, toldIn, times: cedar.median / ours.median };
}

/** @returns how many were permits. @throws Error when the two answer otherwise */
function compare(asked: readonly Asked[]): number {
  let permits = 0;
  for (const { world, cedar, questions } of asked) {
    for (const question of questions) {
      const [one, other] = [decide(world, question), cedar.decide(question)];
      if (one.decision === 'permit') permits += 1;
      if (JSON.stringify(comparable(one)) !== JSON.stringify(comparable(other))) throw new Error(`Cedar answers otherwise: ${JSON.stringify({ question, one, other })}`);
    }
  }
  return permits;
}

const WANTS = new Set(['role', 'not-in-circle', 'no-agreement', 'no-consent']);

/** Without what Cedar cannot say: the consent that a term rests on, and what is wanting where nothing refuses. */
const comparable = ({ decision, fields, reasons }: Decision): Decision => {
  const told = reasons.filter((reason) => !reason.startsWith('consent:') && !WANTS.has(reason));
  return decision === 'permit' ? { decision, fields, reasons: told } : { decision, fields: [], reasons: told };
};

function timed(work: () => void): Promise<number> {
  const began = performance.now();
  work();
  return Promise.resolve(performance.now() - began);
}
