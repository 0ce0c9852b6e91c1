// `npm test`: lint, types, specifications and journeys, on servers of their own.
import { explain, handOver, prepare } from './bootstrap.mjs';

try {
  await prepare(process.stdout);
  handOver('tools/stack/dist/test.js', process.argv.slice(2));
} catch (error) {
  explain(error);
  // The closing line is always the same, so that what reads it finds it.
  process.stdout.write('\n0 passed, 1 failed\n');
}
