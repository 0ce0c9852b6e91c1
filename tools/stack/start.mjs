// `npm start`: see docs/operations/running.md.
import { explain, handOver, prepare } from './bootstrap.mjs';

process.stdout.write('Concordat\n');
try {
  await prepare(process.stdout);
  handOver('tools/stack/dist/start.js', process.argv.slice(2), { flags: ['--max-old-space-size=128', '--max-semi-space-size=2'] });
} catch (error) {
  explain(error);
}
