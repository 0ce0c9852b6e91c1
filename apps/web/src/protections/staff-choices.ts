import type { KnownNames } from '../services/names.js';

export interface StaffMember {
  userId: string;
  agencyId: string;
}

/** Members of staff as a select shows them, by name; somebody of two agencies is there once, with both. */
export function staffChoices(staff: readonly StaffMember[], names: KnownNames): { value: string; text: string }[] {
  const agencies = new Map<string, string[]>();
  for (const { userId, agencyId } of staff) agencies.set(userId, [...(agencies.get(userId) ?? []), names.agency(agencyId)]);
  return [...agencies]
    .map(([userId, at]) => ({ value: userId, text: `${names.user(userId)}, ${at.join(' and ')}` }))
    .sort((one, other) => one.text.localeCompare(other.text, 'en-GB'));
}
