import { Module } from '@nestjs/common';
import { AskErasureController } from './ask/ask-erasure.controller.js';
import { DecideErasureController } from './decide/decide-erasure.controller.js';
import { FindCaseController } from './find-case/find-case.controller.js';
import { ErasureListController } from './list/erasure-list.controller.js';

/** Erasing people, for information governance: found from what they look after. */
@Module({ controllers: [FindCaseController, ErasureListController, AskErasureController, DecideErasureController] })
export class ErasuresModule {}
