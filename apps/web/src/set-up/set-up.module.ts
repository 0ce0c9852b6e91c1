import { Global, Module } from '@nestjs/common';
import { Installation } from './installation.js';
import { SetUpController } from './set-up.controller.js';

/** The first pages of an installation without a demonstration. */
@Global()
@Module({ controllers: [SetUpController], providers: [Installation], exports: [Installation] })
export class SetUpModule {}
