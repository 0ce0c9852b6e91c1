import { Socket } from 'node:net';

/** Longer than a statement may take and a transaction may do without one, in milliseconds. */
export const SILENT_FOR = 30_000;

/**
 * How connections to PostgreSQL begin (`stream` of pg's options), so that one whose server says nothing for so many
 * milliseconds ends: a machine that is gone, or a network that lost a connection's state, tells nobody. It has to be
 * longer than statements and transactions may be silent.
 */
export const givingUpSilence = (milliseconds: number) => (): Socket => {
  const socket = new Socket();
  socket.setTimeout(milliseconds, () => socket.destroy(new Error('the database said nothing for too long')));
  return socket;
};
