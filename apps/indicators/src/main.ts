import { stopOnSignals } from '@concordat/platform-http';
import { createLogger } from '@concordat/platform-logging';
import { bootHttp } from './boot.js';

const logger = createLogger('indicators');
const running = await bootHttp(process.env, { worker: false });
stopOnSignals([running], logger);
logger.info({ url: running.url }, 'answering requests');
