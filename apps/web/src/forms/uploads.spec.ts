import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { takeUploads, UploadedFile } from './uploads.js';

const shown = (value: unknown): unknown => (value instanceof UploadedFile ? { name: value.name, text: value.content.toString() } : value);

describe('forms with files', () => {
  let server: FastifyInstance;
  beforeAll(async () => {
    server = fastify();
    takeUploads(server);
    server.post('/files', { config: { takesFiles: true } }, ({ body }) => Object.fromEntries(Object.entries(body ?? {}).map(([name, value]) => [name, shown(value)])));
    server.post('/words', () => 'taken');
    await server.ready();
  });
  afterAll(() => server.close());

  const send = (url: string, payload: string | Buffer, type = 'multipart/form-data; boundary=x') => server.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
  const part = (disposition: string, text: string): string => `--x\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n${text}\r\n`;
  const form = (...parts: string[]): string => `${parts.join('')}--x--\r\n`;

  it('have their fields and their file, and no file when none was chosen', async () => {
    const answer = await send('/files', form(part('name="version"', '3'), part('name="file"; filename="Annex é.pdf"', '%PDF')));
    expect(answer.json()).toEqual({ version: '3', file: { name: 'Annex é.pdf', text: '%PDF' } });
    expect((await send('/files', form(part('name="file"; filename=""', '')))).json()).toEqual({});
  });

  it('are taken where a page takes files alone', async () => {
    expect((await send('/words', form(part('name="a"', 'b')))).statusCode).toBe(415);
    expect((await send('/nothing', form(part('name="a"', 'b')))).statusCode).toBe(415);
  });

  it('are refused when they are cut off, are no form or are too large', async () => {
    expect((await send('/files', part('name="a"', 'b'))).statusCode).toBe(400);
    expect((await send('/files', 'nothing', 'multipart/form-data')).statusCode).toBe(400);
    expect((await send('/files', Buffer.alloc(9 * 1024 * 1024))).statusCode).toBe(413);
  });
});
