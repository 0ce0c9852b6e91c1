/** Servers that a command works on: none, an empty PostgreSQL, that and an empty Redis, or this copy's databases. */
export type Needs = 'nothing' | 'postgres' | 'servers' | 'databases';

const BENCHES: Readonly<Record<string, Needs>> = { sharing: 'postgres', audit: 'postgres', messages: 'servers' };
const INDICATORS: Readonly<Record<string, Needs>> = { import: 'databases', series: 'databases', rebuild: 'databases' };

const NEEDS = {
  // The others start servers of their own.
  bench: ([figure = '']: readonly string[]): Needs => BENCHES[figure] ?? 'nothing',
  // The others compute from what they are given.
  indicators: ([verb = '']: readonly string[]): Needs => INDICATORS[verb] ?? 'nothing',
  // The policy is decided in memory unless an engine of the database is asked for; what shows the engines to agree asks all three.
  sharing: (words: readonly string[]): Needs => {
    if (words[0] === 'prove' || words[0] === 'mutations') return 'postgres';
    const engines = words.map((word, index) => (word === '--engine' ? words[index + 1] : /^--engine=(.*)$/.exec(word)?.[1]));
    return engines.some((engine) => engine === 'query' || engine === 'rls') ? 'postgres' : 'nothing';
  },
};

/** What is started before the command's program reads its words: nothing for one that asks for help, or that no command begins with. */
export function needsOf(command: keyof typeof NEEDS, words: readonly string[]): Needs {
  return words.includes('--help') || words.includes('-h') ? 'nothing' : NEEDS[command](words);
}
