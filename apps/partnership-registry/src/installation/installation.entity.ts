import { defineEntity, p } from '@mikro-orm/core';

/** That the installation was begun without a demonstration: one row or none. No account of a demonstration can exist beside it. */
export class Installation {
  /** Always true: it makes the row the only one. */
  declare single: boolean;
  /** SHA-256 of the code with which the first partnership is made; null once it was used. */
  declare setUpCodeHash: Buffer | null;
  declare setUpAt: Date | null;
}

export const InstallationSchema = defineEntity({
  class: Installation,
  tableName: 'installation',
  properties: { single: p.boolean().primary(), setUpCodeHash: p.blob().nullable(), setUpAt: p.datetime(3).nullable() },
});
