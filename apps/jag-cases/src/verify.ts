import { run } from '@concordat/platform-service';
import { program } from './program.js';

await run(program, 'verify');
