import type { Program } from '@concordat/platform-service';
import { AppModule } from './app.module.js';
import { migrations } from './migrations/index.js';

export const program: Program = { service: 'notifications', module: (env) => AppModule.forRoot(env), migrations };
