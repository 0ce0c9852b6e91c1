import { Global, Module } from '@nestjs/common';
import { HomeCards } from './home-cards.js';
import { HomeController } from './home.controller.js';

@Global()
@Module({ controllers: [HomeController], providers: [HomeCards], exports: [HomeCards] })
export class HomeModule {}
