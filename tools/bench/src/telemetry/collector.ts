/*
 * A process of its own that takes what it is sent and keeps nothing: the services are measured, not who listens to them.
 * It says its port in a line.
 */
import { createServer } from 'node:http';
import { stdout } from 'node:process';

const server = createServer((request, response) => {
  request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  stdout.write(`${String(address !== null && typeof address === 'object' ? address.port : 0)}\n`);
});
