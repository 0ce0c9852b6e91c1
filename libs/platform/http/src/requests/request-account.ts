import type { RouteDefinition } from '@concordat/contracts-protocol';
import type { Audit, AuditAction } from '@concordat/platform-audit';
import { z } from 'zod';
import type { StatedEndpoint } from '../endpoints/endpoint.js';

export interface Asked {
  endpoint: StatedEndpoint;
  /** Parameters of the path. */
  params: unknown;
}

export interface Answered {
  answer: unknown;
  /** The answer was given before, and is given again. */
  repeated: boolean;
}

const parameters = z.record(z.string(), z.unknown());
const uuid = z.uuid();
const record = z.object({ id: uuid });
const page = z.object({ items: z.array(z.unknown()) });

/**
 * Sees to it that every request leaves an entry in the audit, in its own transaction: one whose handler recorded nothing
 * is recorded by what its address and its answer name. A new route cannot forget it.
 */
export class RequestAccount {
  constructor(private readonly audit: Audit) {}

  /**
   * Answers what `work` does, and leaves its entry unless it left one. A read among several that fails leaves none.
   *
   * @throws whatever keeps the entry from being recorded: then nothing of the request stays
   */
  async of({ endpoint, params }: Asked, work: () => Promise<Answered>): Promise<unknown> {
    const { answer: answered, recorded } = await this.audit.accountOf(work);
    const { answer, repeated } = answered;
    if (endpoint.unaudited !== undefined || recorded > 0) return answer;
    const { route } = endpoint;
    await this.audit.record({ action: repeated ? 'viewed' : actionOf(route, answer), kind: kindOf(route), ids: [...new Set([...idsOf(params), ...idsIn(answer)])] });
    return answer;
  }
}

function actionOf({ method, status }: RouteDefinition, answer: unknown): AuditAction {
  if (method === 'GET') return page.safeParse(answer).success ? 'listed' : 'viewed';
  return status === 201 ? 'created' : 'changed';
}

/** The words of the address, e.g. `nomination-drafts/matches`. */
const kindOf = ({ path }: RouteDefinition): string => path.split('/').filter((segment) => segment !== '' && !segment.startsWith(':')).join('/');

function idsOf(params: unknown): string[] {
  const read = parameters.safeParse(params);
  return read.success ? Object.values(read.data).flatMap((value) => uuid.safeParse(value).data ?? []) : [];
}

/** Of the record that is answered, or of each of a page. */
function idsIn(answer: unknown): string[] {
  const listed = page.safeParse(answer).data?.items ?? [answer];
  return listed.flatMap((one) => record.safeParse(one).data?.id ?? []);
}
