import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificate } from '@concordat/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';
import { certificateEnd, showCertificate } from './index.js';

describe('the end of a certificate', () => {
  let server: Server | null = null;
  afterAll(() => {
    server?.close();
  });

  it('is shown among the metrics, though nobody known made the certificate, and where there is none that is shown instead', async () => {
    const listening = createServer(await certificate(9));
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const { port } = listening.address() as AddressInfo;
    const days = ((await certificateEnd('https://concordat.example', `127.0.0.1:${port}`))!.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(8.9);
    expect(days).toBeLessThan(9.1);
    expect(await certificateEnd('https://127.0.0.1:1')).toBeNull();

    showCertificate('web', 'https://concordat.example', `127.0.0.1:${port}`);
    showCertificate('gone', 'https://127.0.0.1:1');
    const lines = (await register.metrics()).split('\n').filter((line) => line.startsWith('certificate_'));
    expect(lines).toEqual([
      expect.stringMatching(/^certificate_end_timestamp_seconds\{of="web"\} \d+/),
      'certificate_readable{of="web"} 1',
      'certificate_readable{of="gone"} 0',
    ]);
  });
});
