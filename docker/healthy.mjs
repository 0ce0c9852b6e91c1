// Whether the process in this container can serve; for the container's health check. Docker only marks what is unhealthy and
// starts again what has ended: a process that takes connections and answers none of them any more is ended here.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const port = Number(process.env.PORT ?? 3000);
/** How long each answer is waited for, in milliseconds. Three of them without any answer are as long as `npm start` allows. */
const patience = Number(process.argv[2] ?? 3_000);

const ready = await answerOf('/health/ready');
if (ready === 'silent' && (await answerOf('/health/live')) === 'silent' && (await answerOf('/health/live')) === 'silent') endListener();
process.exit(ready === 'ok' ? 0 : 1);

/** `silent` where the connection was taken, or is not refused, and nothing came of it; `refused` also while the process starts. */
async function answerOf(path) {
  try {
    const { ok } = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(patience) });
    return ok ? 'ok' : 'not ok';
  } catch (error) {
    return error.name === 'TimeoutError' ? 'silent' : 'refused';
  }
}

/** Ends whoever listens at the port, and nobody else: outside a container too. */
function endListener() {
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(listenersIn);
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!filesOf(id).some((file) => sockets.includes(file))) continue;
    console.error(`process ${id} answers nothing: it is ended`);
    process.kill(Number(id), 'SIGKILL');
  }
}

/** Sockets that listen at the port, as the files of processes name them. */
function listenersIn(table) {
  const lines = textOf(table).split('\n').slice(1).map((line) => line.trim().split(/\s+/));
  return lines.filter(([, local, , state]) => state === '0A' && Number.parseInt(local.split(':')[1], 16) === port).map((columns) => `socket:[${columns[9]}]`);
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** None of a process that is somebody else's, or that has just ended. */
function filesOf(id) {
  try {
    return readdirSync(`/proc/${id}/fd`).map((file) => linkOf(`/proc/${id}/fd/${file}`));
  } catch {
    return [];
  }
}

function linkOf(file) {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
