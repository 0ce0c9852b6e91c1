import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { Navigation } from './navigation.js';
import { PageErrorsFilter } from './page-errors.filter.js';
import { Pages } from './pages.js';
import { RenderingInterceptor } from './rendering.interceptor.js';

@Global()
@Module({
  providers: [
    Navigation,
    Pages,
    { provide: APP_INTERCEPTOR, useClass: RenderingInterceptor },
    { provide: APP_FILTER, useClass: PageErrorsFilter },
  ],
  exports: [Navigation, Pages],
})
export class LayoutModule {}
