/** The partnership that the demo shows, and one beside it whose people must see nothing of it. */
export const PARTNERSHIPS = {
  here: { name: 'Blaby and Hinckley & Bosworth', districts: ['Blaby', 'Hinckley and Bosworth'] },
  neighbour: { name: 'Charnwood', districts: ['Charnwood'] },
} as const satisfies Record<string, { name: string; districts: readonly string[] }>;

export type PartnershipKey = keyof typeof PARTNERSHIPS;
