import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether forms with files are taken at the address. */
    takesFiles?: boolean;
  }
}

/** A file as it came from the browser. What it is called and said to be is the sender's word. */
export class UploadedFile {
  constructor(
    readonly name: string,
    readonly content: Buffer,
  ) {}
}

type Sent = string | UploadedFile;

/** Marks a page to which a form with a file may be sent: `fields.form(form, { files: true })`. */
export const TakesFiles = () => RouteConfig({ takesFiles: true });

/** Bytes of a form with files at most: more than one file may have, so that a little too much is said at the field. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Reads forms with files (RFC 7578), at the addresses that take them alone: nothing else keeps so much in memory. */
export function takeUploads(instance: FastifyInstance): void {
  instance.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (request: FastifyRequest, body: Buffer) => read(request.headers['content-type'] ?? '', body));
  instance.addHook('onRequest', (request, _reply, done) => {
    const sendsFiles = /^multipart\//i.test(request.headers['content-type'] ?? '');
    done(sendsFiles && request.routeOptions.config.takesFiles !== true ? refused(415) : undefined);
  });
}

/** Fields by name, as forms without files have them; a file that nobody chose is none. */
function read(contentType: string, body: Buffer): Promise<Record<string, Sent | Sent[]>> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, Sent[]>();
    const add = (name: string, value: Sent): void => void fields.set(name, [...(fields.get(name) ?? []), value]);
    const parser = parserOf(contentType);
    parser.on('field', (name, value) => add(name, value));
    parser.on('file', (field, stream, name) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const content = Buffer.concat(parts);
        if (name !== '' || content.length > 0) add(field, new UploadedFile(name, content));
      });
    });
    parser.on('error', (error) => reject(refused(400, error)));
    parser.on('finish', () => resolve(Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 && values[0] !== undefined ? values[0] : values]))));
    parser.end(body);
  });
}

/** @throws 400 when the type names no boundary */
function parserOf(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: { files: 1, fields: 100, fieldNameSize: 100, headerPairs: 20 } });
  } catch (error) {
    throw refused(400, error);
  }
}

const refused = (statusCode: number, cause?: unknown): Error => Object.assign(new Error('The form with files cannot be read', { cause }), { statusCode });
