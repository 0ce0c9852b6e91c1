/** What is answered. */
export interface Answered {
  status: number;
  text: string;
}

/** What is asked; `address` is the path with its query. */
export interface Sent {
  method: string;
  address: string;
  body: unknown;
}

/** Sends requests as somebody who is signed in, and as no page would. */
export class Attacker {
  constructor(
    private readonly url: string,
    /** null for somebody who is not signed in. */
    private readonly token: string | null,
    private readonly scheme: 'Bearer' | 'Session' = 'Bearer',
  ) {}

  async send({ method, address, body }: Sent): Promise<Answered> {
    const response = await fetch(new URL(address, this.url), {
      method,
      headers: { ...(this.token === null ? {} : { authorization: `${this.scheme} ${this.token}` }), accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }
}
