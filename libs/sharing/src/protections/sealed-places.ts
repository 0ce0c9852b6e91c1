import type { SealedPlace } from '@concordat/platform-persistence';

/** Where the reason of a protection stands. */
export const whyPlace = (table: 'must_not_receive' | 'case_exclusion' | 'registered_person' | 'named_reader_request', rowId: string): SealedPlace => ({ table, column: 'why', rowId });

export const namePlace = (rowId: string): SealedPlace => ({ table: 'registered_person', column: 'name', rowId });
