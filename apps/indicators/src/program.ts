import type { Program } from '@concordat/platform-service';
import { AppModule } from './app.module.js';
import { indicatorsMigrations } from './migrations/index.js';

export const program: Program = { service: 'indicators', module: (env) => AppModule.forRoot(env), migrations: indicatorsMigrations };
