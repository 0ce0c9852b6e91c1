import http from 'node:http';
import https from 'node:https';

/** Within which a service has to have answered, in milliseconds, unless the call says otherwise. */
const TIMEOUT_MS = 10_000;

export interface AskedOverHttp {
  method: string;
  headers: Readonly<Record<string, string>>;
  /** JSON; null for none. */
  body: string | null;
  /** On a connection that is kept for the next call, unless false. */
  kept?: boolean;
  /** Milliseconds within which the answer has to come. */
  within?: number | undefined;
}

export interface AnsweredOverHttp {
  status: number;
  text: string;
}

/** The whole answer did not come in time. */
export class TookTooLong extends Error {}

/**
 * A connection that had rested was reset before it answered. All but always the service closed it as it was used again, and nothing
 * arrived; a service that was killed while it worked looks the same.
 */
export class ClosedMeanwhile extends Error {}

const KEPT = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };

/**
 * One request, and its answer as it comes: a redirection is followed by nobody. By Node's older client: `fetch` took a home
 * page, which asks four services, as long as rendering it.
 *
 * @throws TookTooLong; ClosedMeanwhile; the socket's error where the connection fails otherwise
 */
export function overHttp(address: URL, { method, headers, body, kept = true, within = TIMEOUT_MS }: AskedOverHttp): Promise<AnsweredOverHttp> {
  return new Promise((resolve, reject) => {
    const secure = address.protocol === 'https:';
    const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = (secure ? https : http).request(address, { method, headers: { ...headers, ...length }, agent: kept && KEPT[secure ? 'https:' : 'http:'] });
    const late = setTimeout(() => {
      reject(new TookTooLong(`No answer within ${String(within)} ms`));
      request.destroy();
    }, within);
    const fail = (error: Error): void => {
      clearTimeout(late);
      reject(error);
    };
    request.on('error', (error) => {
      const rested = request.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
      fail(rested ? new ClosedMeanwhile('The connection was closed while it rested', { cause: error }) : error);
    });
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(late);
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    request.end(body ?? undefined);
  });
}
