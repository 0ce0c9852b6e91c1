import { AUDIT_READERS } from '@concordat/contracts-protocol';
import { Module } from '@nestjs/common';
import { Navigation } from '../layout/navigation.js';
import { ConductController } from './conduct.controller.js';
import { FindRecordController } from './record/find-record.controller.js';

/** What people of an agency did, for those of its own who read the audit. */
@Module({ controllers: [FindRecordController, ConductController] })
export class ConductModule {
  constructor(navigation: Navigation) {
    navigation.add({ text: 'Who did what', href: '/conduct', order: 85, roles: AUDIT_READERS });
  }
}
