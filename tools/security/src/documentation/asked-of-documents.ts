/** What a requirement of OWASP ASVS 5.0.0 asks of the application's documents: the section that answers it, and what it must say there. */
export interface Asked {
  requirement: string;
  section: string;
  facts: readonly string[];
}

export const ASKED: readonly Asked[] = [
  { requirement: 'V2.1.2', section: 'Input', facts: ['an end after its start', 'a term between parties that have signed', 'consent by somebody who can decide', 'refuse with what to change'] },
  // What browsers must know, and what happens in one that does not.
  { requirement: 'V3.1.1', section: 'Browsers', facts: ['https and HSTS', '`HttpOnly`, `Secure`, `SameSite` and `__Host-`', 'Content Security Policy level 2', 'neither warned nor shut out', 'is refused where signing in is concerned', 'cannot sign in'] },
  { requirement: 'V5.1.1', section: 'Files', facts: ['PDF without scripts, programs or files in it, and plain text', "{ 'application/pdf': '.pdf', 'text/plain': '.txt' }", '5 MB', 'nothing is unpacked', 'a download that no browser runs'] },
  // Every way in, with what it asks for and how strong it is.
  { requirement: 'V6.1.3', section: 'Signing in', facts: ['| a password |', '| a passkey |', "| an agency's own sign-in |", '| a link to an account', '| a backup code |', '| another system, for decisions |', '| two factors |', 'Each is limited as below'] },
  { requirement: 'V6.2.10', section: 'Signing in', facts: ['No password is ever asked to be changed by the calendar'] },
  { requirement: 'V7.1.2', section: 'Sessions', facts: ['several sessions', 'There is no greatest number', 'list the newest 100', 'ended, by the person and by an administrator'] },
  { requirement: 'V7.1.3', section: 'Sessions', facts: ["A session that an agency's own provider opened lasts", 'signing out here ends nothing at the provider', 'asks for our own means again'] },
  { requirement: 'V8.1.3', section: 'Who may what', facts: ['Neither place, network address nor device opens or closes anything', 'training date', 'consent and disclosures with their dates'] },
  { requirement: 'V8.1.4', section: 'Who may what', facts: ["is the [sharing policy](../sharing-policy.md)'s to say, at the time of asking", 'in silence of the registry nothing but one', 'The network address counts tries alone'] },
  { requirement: 'V11.1.1', section: 'Cryptography', facts: ['Keys, who has them and how they are changed: [keys](../operations/keys.md)', '| `CONCORDAT_ROOT_KEY`, `CONCORDAT_TOKEN_KEY`'] },
  // Keys, algorithms and certificates; where each may be used and where not; what it protects and what not.
  { requirement: 'V11.1.2', section: 'Cryptography', facts: ['AES-256-GCM', 'HMAC-SHA-256', 'ECDH-ES with A256KW', 'Ed25519', 'scrypt', 'XChaCha20-Poly1305', '`CONCORDAT_ROOT_KEY`', '`CONCORDAT_SEARCH_KEY`', '`CONCORDAT_AUDIT_KEY`', '`CONCORDAT_WEB_SECRET`', 'a certificate of the proxy', 'for its row of the table and for nothing else', 'never for credentials', 'sign and never encrypt', 'one for each use', 'is read again with each new release'] },
  { requirement: 'V11.1.4', section: 'Cryptography', facts: ['Every sealed value begins with a version', 'Against quantum computers', 'symmetric at 256 bits', 'change with the library when ML-KEM and ML-DSA are in JOSE'] },
  // Which secrets there are, and when each is changed.
  { requirement: 'V13.1.4', section: 'Cryptography', facts: ['| secret | changed |', '`CONCORDAT_AUTH_SECRET` | yearly', '| `CONCORDAT_AUDIT_KEY` | when', '| `CONCORDAT_SEARCH_KEY` | when', '| `CONCORDAT_RECEIVING_KEY` of each service | at each rebuild', '| passwords of databases and of Redis, and of the mail server | yearly', "| secrets of agencies' identity providers"] },
  { requirement: 'V14.1.1', section: 'What is protected, and how well', facts: ['| A: victim safety |', '| B: personal |', '| C: staff |', '| D: credentials |', '| E: configuration and figures |'] },
  // Encryption, integrity, retention, logs, who reads, the database, privacy.
  { requirement: 'V14.1.2', section: 'What is protected, and how well', facts: ['| at rest | in queues and between services | in logs, metrics, addresses, mail | who reads it | how long |', "encrypted under the subject's key", 'is authenticated with what it is sealed for', 'drafts 90 days', 'a log holds ids at most', 'found by keyed tokens', 'none under 5', 'hash-chained'] },
  { requirement: 'V15.1.1', section: 'Packages', facts: ['within 3 days when it is critical, 14 when high, 60 otherwise', 'packages are brought up to date monthly'] },
  // What costs much, how it is kept from taking all, and from outlasting whoever waits.
  { requirement: 'V15.1.3', section: 'Connections', facts: ['| a guess at a password (128 MB) | two at once', '| finding a person |', '| a what-if of an agreement |', '| a document of an agreement |', '| figures that are imported |', '| daily mail, reminders', 'gives up after 30 s what it was asked', 'waits 10 s for a part of a page', 'none answered whole'] },
  { requirement: 'V15.1.4', section: 'Packages', facts: ['Risky by what they touch: `better-auth`', '`jose`', '`nunjucks`', '`nodemailer`', '`docx`', 'stands behind one folder of ours'] },
  // What is dangerous, where it is done and with whose rights.
  { requirement: 'V15.1.5', section: 'Packages', facts: ['Dangerous by what it does', '| reading files of data |', '| making documents |', '| sending mail |', '| calling an address that an administrator entered |', '| destroying keys | `jag-cases` and `referrals`', 'and in none of its own', '| making databases and roles |'] },
  // Every layer: what is logged, in what form, where, what for, for whom and how long.
  { requirement: 'V16.1.1', section: 'Logs', facts: ['| what | where | holds | for whom | how long |', 'one JSON object a line, in UTC', '| signing in: each factor', '| what the Content Security Policy refused', '| PostgreSQL, Redis, the proxy', '| metrics |', '| traces, where they are switched on |', '| heads of the audit |', '90 days', 'Logs are read to mend faults and to look into an incident'] },
  { requirement: 'V16.2.3', section: 'Logs', facts: ['| standard output,', 'the audit, in each service', 'a folder outside the databases', 'Processes write to nothing else'] },
  { requirement: 'V16.3.3', section: 'Logs', facts: ['each factor that was taken or refused', 'what the Content Security Policy refused', 'requests, messages, work and faults of each process'] },
];
