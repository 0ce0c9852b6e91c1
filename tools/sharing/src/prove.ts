import fc from 'fast-check';
import { scratchDatabase } from './scratch/scratch-database.js';
import { disagreements, Tally, worldsAndTimes } from './worlds/index.js';

export interface Proof {
  /** A superuser's address of a PostgreSQL in which databases may be made and dropped. */
  databaseUrl: string;
  questions: number;
  /** Worlds follow from it: the same seed asks the same questions. */
  seed: number;
  say: (line: string) => void;
}

/** Worlds of one database, so that it stays small. */
const WORLDS = 150;

/**
 * Asks the three evaluators as many questions about generated worlds. Where they disagree, the smallest world that was
 * found is told. Returns the exit status.
 */
export async function prove({ databaseUrl, questions, seed, say }: Proof): Promise<number> {
  const began = performance.now();
  const tally = new Tally();
  say(`Seed ${String(seed)}: ${questions.toLocaleString('en-GB')} questions to the policy in memory, in the query and in row-level security`);
  for (let round = 0; tally.questions < questions; round += 1) {
    const details = await questionsOfOneRound(databaseUrl, seed + round, tally);
    if (details.failed) {
      say(fc.defaultReportMessage(details) ?? 'They disagree');
      say(`Found in round ${String(round)}. The same again: npm run sharing:prove -- --seed ${String(seed + round)}`);
      return 1;
    }
    say(progress(tally, questions, performance.now() - began));
  }
  const reasons = [...tally.reasons].sort().join(', ');
  say(`No disagreement in ${tally.questions.toLocaleString('en-GB')} questions about ${tally.worlds.toLocaleString('en-GB')} worlds; ${share(tally)} permits; every kind of answer: ${reasons}`);
  return 0;
}

/** Worlds of one seed in a database of their own. */
async function questionsOfOneRound(databaseUrl: string, seed: number, tally: Tally) {
  const database = await scratchDatabase(databaseUrl);
  try {
    return await fc.check(
      fc.asyncProperty(worldsAndTimes, async ([scenario, at]) => {
        const found = await disagreements(database, scenario, at, tally);
        if (found.length > 0) throw new Error(JSON.stringify(found, null, 1));
      }),
      { seed, numRuns: WORLDS },
    );
  } finally {
    await database.drop();
  }
}

function progress(tally: Tally, questions: number, ms: number): string {
  const left = (ms / tally.questions) * Math.max(0, questions - tally.questions);
  return `${tally.questions.toLocaleString('en-GB')} asked, ${share(tally)} permits, ${Math.round((tally.questions / ms) * 1000).toLocaleString('en-GB')} a second, about ${String(Math.ceil(left / 60_000))} min left`;
}

const share = ({ permits, questions }: Tally): string => `${((100 * permits) / questions).toFixed(1)} %`;
