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

/** Rounds at a time, each in a database of its own: one keeps a core of the database busy while another decides in memory. */
const LANES = 2;
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
  let round = 0;
  const failures: string[] = [];
  /** Takes one round after the other until enough was asked. */
  const lane = async (): Promise<void> => {
    while (tally.questions < questions && failures.length === 0) {
      const mine = (round += 1) - 1;
      const details = await questionsOfOneRound(databaseUrl, seed + mine, tally);
      if (details.failed) {
        failures.push(`${fc.defaultReportMessage(details) ?? 'They disagree'}\nFound in round ${String(mine)}. The same again: npm run sharing:prove -- --seed ${String(seed + mine)}`);
        return;
      }
      say(progress(tally, questions, performance.now() - began));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const [failure] = failures;
  if (failure !== undefined) {
    say(failure);
    return 1;
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
