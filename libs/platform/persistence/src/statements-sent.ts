import { channel } from 'node:diagnostics_channel';

const sent = channel('concordat.statement');

/** Tells whoever listens of a statement that goes to PostgreSQL; values that are bound are not told. */
export function tellStatement(text: string): void {
  if (sent.hasSubscribers) sent.publish(text);
}

/** Listens to the texts of the statements that this process sends, values apart. Call what it answers to stop. */
export function onStatement(listener: (text: string) => void): () => void {
  const told = (text: unknown): void => {
    if (typeof text === 'string') listener(text);
  };
  sent.subscribe(told);
  return () => {
    sent.unsubscribe(told);
  };
}
