import { stopOnSignals } from '@concordat/platform-http';
import { createLogger } from '@concordat/platform-logging';
import { boot } from './boot.js';

const logger = createLogger('indicators');
const running = await boot(process.env);
stopOnSignals([running], logger);
logger.info({ url: running.url }, 'answering requests and doing queue work');
