import { toProblem, ProblemError } from '@concordat/platform-errors';
import { newTrace } from '@concordat/platform-logging';
import type { Socket } from 'node:net';

const FAILURES: Record<string, { status: number; reason: string; code: string; title: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: 'Request Header Fields Too Large', code: 'headers-too-large', title: 'The headers are too large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: 'Request Timeout', code: 'too-slow', title: 'The request took too long to arrive' },
};

/** What is not HTTP at all gets a problem body too, and the connection ends. */
export function answerBrokenConnection(error: Error, socket: Socket): void {
  const cause = 'code' in error ? String(error.code) : '';
  if (cause === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, reason, ...told } = FAILURES[cause] ?? { status: 400, reason: 'Bad Request', code: 'bad-request', title: 'The request is not valid' };
  const body = JSON.stringify(toProblem(new ProblemError({ status, ...told }), newTrace()));
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
