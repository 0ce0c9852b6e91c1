export { withLocalDatabase, withLocalDatabases, withScratchPostgres, type LocalDatabaseOptions } from './local-database.js';
export { CannotRun } from './failure.js';
export { stackFolder, type StackFolder } from './folder.js';
export { startMailCatcher, type CaughtMessage, type MailCatcher } from './mail/catcher.js';
export { startPostgres, type PostgresOptions, type RunningServer } from './postgres.js';
export { startRedis, type RedisOptions } from './redis.js';
export { redisProgram } from './redis-program.js';
export { progressOn, silent, type Progress } from './progress.js';
export { Stack, type ReadyStack, type StackOptions } from './stack.js';
