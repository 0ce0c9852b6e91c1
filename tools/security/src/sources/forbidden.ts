/** What no file of the product may hold, with where it may stand after all and an example that must be found. */
export interface Forbidden {
  what: string;
  pattern: RegExp;
  example: string;
  /** Files that are the one place for it: authenticator apps count by SHA-1 (RFC 6238), whose HMAC is not broken; roles and databases are made with names that we choose; patterns of notations and routes are put together from our own; whoever only looks when a certificate ends must look at bad ones too. */
  except?: RegExp;
}

export const forbidden: readonly Forbidden[] = [
  { what: 'code made of text', pattern: /\beval\(|new Function\(|from 'node:vm'/, example: "eval('1')" },
  { what: 'commands of the operating system', pattern: /'(?:node:)?child_process'/, example: "import { exec } from 'node:child_process';" },
  { what: 'numbers that can be guessed', pattern: /Math\.random\(/, example: 'Math.random()' },
  { what: 'a broken digest', pattern: /(?:createHash|createHmac)\(\s*['"](?:md5|sha1|rmd160)['"]/i, example: "createHash('md5')", except: /accounts\/used-codes\.ts$/ },
  { what: 'a cipher without authentication', pattern: /create(?:Ciph|Deciph)eriv\(\s*(?!['"]aes-256-gcm['"])/, example: "createCipheriv('aes-256-cbc', key, iv)" },
  { what: 'a cipher whose key is a text', pattern: /createCipher\(|createDecipher\(/, example: "createCipher('aes-256-gcm', 'secret')" },
  { what: 'encryption by a public key with old padding', pattern: /RSA_PKCS1_PADDING|publicEncrypt\(|privateDecrypt\(/, example: 'publicEncrypt(key, text)' },
  { what: 'TLS that trusts anybody', pattern: /rejectUnauthorized\s*:\s*false|NODE_TLS_REJECT_UNAUTHORIZED|insecureHTTPParser/, example: 'rejectUnauthorized: false', except: /telemetry\/src\/certificates\.ts$/ },
  { what: 'markup written by scripts', pattern: /\b(?:inner|outer)HTML\b|document\.write\(|insertAdjacentHTML/, example: 'element.innerHTML = text' },
  { what: 'templates made of data', pattern: /\brenderString\(|nunjucks\.compile\(|new nunjucks\.Template\(/, example: 'environment.renderString(text)' },
  { what: 'markup that is not escaped', pattern: /\|\s*safe\b|autoescape\s*:\s*false|SafeString\(/, example: '{{ text | safe }}', except: /^apps\/web\/src\/(layout|charts)\// },
  { what: 'storage in the browser', pattern: /\b(?:localStorage|sessionStorage|indexedDB)\b/, example: 'localStorage.setItem()' },
  { what: 'messages between windows', pattern: /\bpostMessage\(|addEventListener\(\s*['"]message['"]/, example: "addEventListener('message', hear)" },
  { what: 'sockets of the web', pattern: /\bnew WebSocket\(|@nestjs\/websockets|from 'ws'/, example: "new WebSocket('ws://')" },
  { what: 'other sites that may read answers', pattern: /access-control-allow-origin|@fastify\/cors|enableCors\(/i, example: 'app.enableCors()' },
  { what: 'answers as scripts', pattern: /[?&]callback=|\.jsonp\(/i, example: 'reply.jsonp(body)' },
  { what: 'XML that is read', pattern: /from '(?:xml2js|fast-xml-parser|libxmljs2?|@xmldom\/xmldom|xpath)'|new DOMParser\(/, example: "import { parse } from 'fast-xml-parser';" },
  { what: 'objects made of foreign text', pattern: /from '(?:node-serialize|serialize-javascript|js-yaml|yaml)'|v8\.deserialize|structuredClone\(JSON/, example: "import yaml from 'js-yaml';" },
  { what: 'directories, LDAP, JNDI or memcache', pattern: /from '(?:ldapjs|ldapts|activedirectory2?|memjs|memcached)'/, example: "import ldap from 'ldapjs';" },
  { what: 'GraphQL', pattern: /from '(?:graphql|@nestjs\/graphql|mercurius|@apollo\/[\w-]+)'/, example: "import { graphql } from 'graphql';" },
  { what: 'scripts or styles of other hosts', pattern: /<(?:script|link|img|iframe|object|embed)[^>]+(?:src|href|data)\s*=\s*["'](?:https?:)?\/\//i, example: '<script src="https://cdn.example/x.js">' },
  { what: 'plug-ins and frames', pattern: /<(?:object|embed|applet|iframe|frame)[\s>]/i, example: '<iframe src="/">', except: /^libs\/platform\/.*\.ts$/ },
  { what: 'requests that follow wherever they are sent', pattern: /redirect:\s*['"]follow['"]/, example: "fetch(url, { redirect: 'follow' })" },
  { what: 'words for the database made of values', pattern: /\.(?:execute|query|raw)\(\s*`(?:[^`]*'\$\{|[^`]*(?:=|<|>|\(|,|\blike)\s*\$\{(?![A-Z_]+\}))/, example: 'client.query(`select from people where name = ${name}`)', except: /\/provisioning\.ts$/ },
  { what: 'patterns made of texts', pattern: /new RegExp\(/, example: 'new RegExp(text)', except: /^(apps\/indicators\/src\/periods\/notation|libs\/platform\/http\/src\/endpoints\/route-table)\.ts$/ },
  { what: 'names of a page taken for variables', pattern: /\bdocument\.(?!querySelector(?:All)?\b|addEventListener\b|createElement\b|getElementById\b|activeElement\b|visibilityState\b|title\b)\w+/, example: 'document.admin', except: /\.ts$/ },
  { what: 'a way past types', pattern: /:\s*any\b(?!\w)|<any>|as any\b|@ts-(?:ignore|nocheck)/, example: 'const x = y as any' },
  { what: 'loose equality', pattern: /[^=!<>]==(?!=| null)|!=(?!=| null)/, example: 'if (a == b)', except: /\.njk$/ },
  { what: 'a comparison that tells how much of a secret is right', pattern: /\b(?:mac|hmac|digest|signature|secret|codeOf\([^)]*\))\s*[!=]==\s*(?!undefined|null|'')\w/i, example: 'if (hmac === given)', except: /\/casework-facts\.ts$|\.njk$/ },
  { what: 'a function of a package that can be turned against it', pattern: /\brulesToFields\b|\bunpackRules\b/, example: 'rulesToFields(ability)' },
  { what: 'a log beside the log', pattern: /\bconsole\.\w+\(|createWriteStream\(|from '(?:pino|winston|bunyan|log4js|(?:node:)?syslog[\w-]*)'/, example: "console.log('opened')", except: /^libs\/platform\/logging\/src\// },
  { what: 'a way to debug from outside', pattern: /\binspector\.open\(|--inspect\b|from 'node:inspector'/, example: 'inspector.open()' },
];

/** `file:line: what` for each place of `text` that holds something forbidden. */
export function findForbidden(path: string, text: string): string[] {
  return forbidden
    .filter(({ except }) => except === undefined || !except.test(path))
    .flatMap(({ what, pattern }) =>
      text.split('\n').flatMap((line, index) => (pattern.test(withoutComment(line)) ? [`${path}:${index + 1}: ${what}`] : [])),
    );
}

/** Comments may name what code may not hold. */
function withoutComment(line: string): string {
  return /^\s*(?:\*|\/\/|\/\*|\{#)/.test(line) ? '' : line.replace(/\s\/\/ .*$/, '');
}
