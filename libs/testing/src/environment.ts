/** An environment as a process gets it: what `readSettings` of platform-config takes. */
export type Environment = Readonly<Record<string, string>>;

/**
 * A setting of the test run: `npm test` starts PostgreSQL and Redis of its own and names them in the environment.
 * To run one specification alone, name servers of yours.
 */
export function testSetting(name: 'CONCORDAT_TEST_DATABASE_URL' | 'CONCORDAT_TEST_REDIS_URL'): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set. Run the tests with "npm test", or set it to a server that tests may write to.`);
  }
  return value;
}
