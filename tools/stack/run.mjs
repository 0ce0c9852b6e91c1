// `npm run --silent sharing|indicators|audit -- …`: nothing but the command's own answer goes to standard output.
import { explain, handOver, prepare } from './bootstrap.mjs';

try {
  await prepare(process.stderr);
  handOver('tools/stack/dist/run.js', process.argv.slice(2), { cwd: process.env.INIT_CWD });
} catch (error) {
  explain(error);
}
