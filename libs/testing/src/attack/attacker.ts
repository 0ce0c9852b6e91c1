/** What is answered. */
export interface Answered {
  status: number;
  text: string;
}

/** Sends requests as somebody who is signed in, and as no page would. */
export class Attacker {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async send({ method, address, body }: { method: string; address: string; body: unknown }): Promise<Answered> {
    const response = await fetch(new URL(address, this.url), {
      method,
      headers: { authorization: `Bearer ${this.token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }
}
