/** What a part of the test run came to. */
export interface Tally {
  passed: number;
  failed: number;
  /** What failed, a line each. */
  failures: string[];
}

export const nothing: Tally = { passed: 0, failed: 0, failures: [] };

export function together(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    failures: tallies.flatMap(({ failures }) => failures),
  };
}

/** One thing that failed. */
export const failure = (what: string): Tally => ({ passed: 0, failed: 1, failures: [what] });

/** The line that ends every test run. */
export const closingLine = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;
