import { Global, Module } from '@nestjs/common';
import { HomeCards } from './home-cards.js';
import { HomeController } from './home.controller.js';
import { WorkCards } from './work-cards.js';

@Global()
@Module({ controllers: [HomeController], providers: [HomeCards, WorkCards], exports: [HomeCards] })
export class HomeModule {}
