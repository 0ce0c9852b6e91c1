import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

export type WhatIsTold = 'names of staff' | 'authorities of health and social care';

/** That the other services were told of what was there already when events about it began. */
export class ToldSince extends PartnershipRow {
  declare what: WhatIsTold;
}

export const ToldSinceSchema = defineEntity({ class: ToldSince, tableName: 'told_since', properties: { ...partnershipRow, what: p.string().$type<WhatIsTold>() } });
