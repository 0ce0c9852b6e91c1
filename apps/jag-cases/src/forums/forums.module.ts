import { Module } from '@nestjs/common';
import { ForumsController } from './forums.controller.js';
import { ForumsProjection } from './forums.projection.js';

/** Forums and the service directory, as the registry tells of them. */
@Module({ controllers: [ForumsController, ForumsProjection] })
export class ForumsModule {}
