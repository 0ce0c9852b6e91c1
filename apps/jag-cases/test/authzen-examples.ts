/*
 * The examples of OpenID AuthZEN Authorization API 1.0 (openid.net/specs/authorization-api-1_0.html) that are of what is served
 * here, word for word, under the standard's own headings. Those of its search interfaces are left out: they are not served.
 */

const alice = { type: 'user', id: 'alice@example.com' };
const canRead = { name: 'can_read' };
const document = (id: string) => ({ type: 'document', id });
const time = '2024-05-31T15:22-07:00';
const account = { subject: alice, resource: { type: 'account', id: '123' }, action: { name: 'can_read', properties: { method: 'GET' } }, context: { time: '1985-10-26T01:22-07:00' } };

/** A single question of the entities that an example gives; what it leaves out is that of "Example Request". */
const about = (part: Partial<Record<'subject' | 'resource' | 'action' | 'context', unknown>>) => ({ ...account, ...part });

/** Requests to the Access Evaluation API. */
export const EVALUATION_EXAMPLES: readonly (readonly [string, unknown])[] = [
  ['Example Subject', about({ subject: alice })],
  ['Example Subject with Additional Property', about({ subject: { ...alice, properties: { department: 'Sales' } } })],
  ['Example Subject with IP Address and Device ID', about({ subject: { ...alice, properties: { ip_address: '172.217.22.14', device_id: '8:65:ee:17:7e:0b' } } })],
  ['Example Resource', about({ resource: { type: 'book', id: '123' } })],
  ['Example Resource with Additional Property', about({ resource: { type: 'book', id: '123', properties: { library_record: { title: 'AuthZEN in Action', isbn: '978-0593383322' } } } })],
  ['Example Action', about({ action: canRead })],
  ['Example Action with properties for extending a book loan', about({ action: { name: 'extend-loan', properties: { period: '2W' } } })],
  ['Example Context', about({ context: { time: '1985-10-26T01:22-07:00' } })],
  ['Example Context with a reference to a JSON schema', about({ context: { time: '1985-10-26T01:22-07:00', schema: 'https://schema.example.com/access-request.schema.json' } })],
  ['Example Request', account],
  ['Example of an HTTPS Access Evaluation Request', { subject: alice, resource: { type: 'todo', id: '1' }, action: canRead, context: { time: '1985-10-26T01:22-07:00' } }],
];

/** Requests to the Access Evaluations API, with how many questions each asks; nobody here knows whom and what they are about. */
export const EVALUATIONS_EXAMPLES: readonly (readonly [string, unknown, number])[] = [
  [
    'three requests, with no default values',
    { evaluations: ['boxcarring.md', 'subject-search.md', 'resource-search.md'].map((id) => ({ subject: alice, action: canRead, resource: document(id), context: { time } })) },
    3,
  ],
  [
    'three requests that refer to a single subject and context',
    { subject: alice, context: { time }, evaluations: ['boxcarring.md', 'subject-search.md', 'resource-search.md'].map((id) => ({ action: canRead, resource: document(id) })) },
    3,
  ],
  [
    'with a default value for action, that is overridden by the third request',
    {
      subject: alice, context: { time }, action: canRead,
      evaluations: [{ resource: document('boxcarring.md') }, { resource: document('subject-search.md') }, { action: { name: 'can_edit' }, resource: document('resource-search.md') }],
    },
    3,
  ],
  [
    'the options field',
    { evaluations: [{ resource: { type: 'doc', id: '1' }, subject: { type: 'doc', id: '2' } }], options: { evaluations_semantic: 'execute_all', another_option: 'value' } },
    1,
  ],
];

/** "Evaluate `read` action for three documents using all three semantics": what is asked about each document, and the decisions of the response. */
export const SEMANTICS_EXAMPLES = [
  ['execute_all', [true, false, true]],
  ['deny_on_first_deny', [true, false]],
  ['permit_on_first_permit', [true]],
] as const;

/** The request of these examples, about one's own subject and three resources. */
export const semanticsExample = (semantic: string, subject: unknown, resources: readonly unknown[]) => ({
  subject, action: { name: 'read' }, options: { evaluations_semantic: semantic }, evaluations: resources.map((resource) => ({ resource })),
});
