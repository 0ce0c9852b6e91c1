import { stopOnSignals } from '@concordat/platform-http';
import { createLogger } from '@concordat/platform-logging';
import { bootWorker } from './boot.js';

const logger = createLogger('indicators');
stopOnSignals([await bootWorker(process.env)], logger);
logger.info('doing queue work');
