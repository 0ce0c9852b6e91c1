import { Module } from '@nestjs/common';
import { Navigation } from '../layout/navigation.js';
import { ConductController } from './conduct.controller.js';

/** What people of an agency did, for its own information governance lead. */
@Module({ controllers: [ConductController] })
export class ConductModule {
  constructor(navigation: Navigation) {
    navigation.add({ text: 'Who did what', href: '/conduct', order: 85, roles: ['information-governance'] });
  }
}
