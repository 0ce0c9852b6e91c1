import { Module } from '@nestjs/common';
import { HandingOverController } from './handing-over.controller.js';

/** What somebody who left worked on, for those who give it to others. */
@Module({ controllers: [HandingOverController] })
export class HandingOverModule {}
