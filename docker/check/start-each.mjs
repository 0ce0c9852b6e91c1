// Inside the image: the release step, then every process at once until each says that it is ready, then their end.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const SETTINGS = '/run/settings';
const { processes } = JSON.parse(readFileSync('/check/processes.json', 'utf8'));

const start = (name, file, env) => {
  const child = spawn(process.execPath, [file], { env: { ...process.env, HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...env }, stdio: 'inherit' });
  return { name, child, ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code))) };
};

async function ready({ name, child }, port) {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
    if (answer?.ok) return console.log(`${name} is ready`);
    await new Promise((woken) => setTimeout(woken, 200));
  }
  throw new Error(`${name} was not ready within a minute`);
}

if (process.getuid() === 0) throw new Error('the image runs as root');
const release = start('release', 'tools/deploy/dist/release.js', { CONCORDAT_SETTINGS_DIRECTORY: `${SETTINGS}/release` });
if ((await release.ended) !== 0) throw new Error('the release step failed');
console.log('the release step is done');

const started = processes.map(({ name, file, settings, port, env }) => ({ ...start(name, file, { ...env, PORT: String(port), CONCORDAT_SETTINGS_DIRECTORY: `${SETTINGS}/${settings}` }), port }));
try {
  await Promise.all(started.map((process) => ready(process, process.port)));
} finally {
  for (const { child } of started) child.kill('SIGTERM');
}
for (const { name, ended } of started) {
  const status = await ended;
  if (status !== 0) throw new Error(`${name} did not stop cleanly: ${status}`);
}
console.log(`${started.length} processes started and stopped`);
