/** Somebody who is signed in to the pages, as far as a load needs it: their cookies. */
export async function signInToPages(web: string, { email, password }: { email: string; password: string }): Promise<string> {
  const cookies = new Map<string, string>();
  const ask = async (path: string, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(web + path, {
      redirect: 'manual',
      headers: { cookie: header(cookies), ...(form ? { origin: web, 'sec-fetch-site': 'same-origin' } : {}) },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/s);
      cookies.set(name, value);
    }
    return response;
  };
  const page = await (await ask('/sign-in')).text();
  const hidden = Object.fromEntries([...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
  const answer = await ask('/sign-in', { ...hidden, email, password });
  if (answer.status !== 303 && answer.status !== 302) throw new Error(`${email} could not sign in: ${String(answer.status)}`);
  return header(cookies);
}

const header = (cookies: ReadonlyMap<string, string>): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
