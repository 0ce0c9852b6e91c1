import 'reflect-metadata';

const KEY = { name: 'ECDSA', namedCurve: 'P-256' };
const DAY = 86_400_000;

/** A key and a certificate for this machine (127.0.0.1) that nobody vouches for, in PEM; it holds for `days` from now. */
export async function certificate(days = 2): Promise<{ key: string; cert: string }> {
  // Few tests want it, and it is large.
  const { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=concordat.example',
    notBefore: new Date(),
    notAfter: new Date(Date.now() + days * DAY),
    keys,
    signingAlgorithm: { ...KEY, hash: 'SHA-256' },
    extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  return { key: PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'), cert: made.toString('pem') };
}
