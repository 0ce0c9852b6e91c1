import { once } from 'node:events';
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

/** How long somebody who meets an error page waits before trying again, and for how long they go on, in milliseconds. */
const AGAIN_AFTER = 1_000;
const PATIENCE = 120_000;

/** What a page says of a part of itself that could not be had. */
const TRY_AGAIN = 'Try again in a few minutes';

/** What was asked, whole, so that it can be asked again as it was. */
interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Whether somebody would load the page again, or send the form again. */
function isToBeTriedAgain({ method }: Asked, { status, headers, body }: Answered): boolean {
  if (status >= 500) return true;
  return method === 'GET' && headers['content-type']?.startsWith('text/html') === true && body.includes(TRY_AGAIN);
}

/**
 * Stands between browsers and the web, and does what a person does who meets an error page, a page with a part that could not
 * be had, or none: loads it again, or sends the form again, byte by byte as it was. Who has tried for two minutes gives up, and has the error page.
 */
export class PatientVisitors {
  /** How often somebody met such a page, or nobody answered. */
  met = 0;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
    private readonly againAfter: number,
  ) {
    server.on('request', (asked: IncomingMessage, answer: ServerResponse) => void this.#serve(asked, answer).catch(() => answer.destroy()));
  }

  /** @param at the port that browsers are told @param port where the web listens */
  static async listen(at: number, port: number, againAfter = AGAIN_AFTER): Promise<PatientVisitors> {
    const server = createServer();
    const visitors = new PatientVisitors(server, port, againAfter);
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    return visitors;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    if (this.server.listening) await once(this.server, 'close');
  }

  async #serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    // Pages come as they are, to be read.
    const { method = 'GET', url: path = '/', headers: { 'accept-encoding': _packed, ...headers } } = asked;
    const { status, headers: told, body } = await this.#untilServed({ method, path, headers, body: await buffer(asked) }, answer);
    const { 'transfer-encoding': _chunks, connection: _connection, ...kept } = told;
    answer.writeHead(status, kept).end(body);
  }

  async #untilServed(asked: Asked, answer: ServerResponse): Promise<Answered> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const answered = await this.#ask(asked).catch(() => null);
      // Who has left the page asks no more.
      const over = Date.now() > end || answer.destroyed;
      if (answered !== null && (over || !isToBeTriedAgain(asked, answered))) return answered;
      if (over) throw new Error('nobody answered');
      this.met += 1;
      await pause(this.againAfter);
    }
  }

  async #ask({ method, path, headers, body }: Asked): Promise<Answered> {
    const asking = request({ host: '127.0.0.1', port: this.port, method, path, headers, agent: false });
    asking.end(body);
    const [answered] = (await once(asking, 'response')) as [IncomingMessage];
    return { status: answered.statusCode ?? 500, headers: answered.headers, body: await buffer(answered) };
  }
}
