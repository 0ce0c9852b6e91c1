import { Module } from '@nestjs/common';
import { ReachController } from './reach/reach.controller.js';
import { WritePlanController } from './write/write-plan.controller.js';

/** How and when people of cases and referrals can safely be reached. */
@Module({ controllers: [ReachController, WritePlanController] })
export class SafeContactModule {}
