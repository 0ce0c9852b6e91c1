// A task of the first start: loads the demo partnership through the services.
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { loadDemo } from '@concordat/tool-demo';
import { z } from 'zod';
import { keepAccounts } from './accounts.js';
import { order } from './task.js';

const forEachService = <Value extends z.ZodType>(value: Value) => z.record(z.enum(SERVICE_NAMES), value);

const { file, services, settings } = z
  .strictObject({
    file: z.string(),
    services: forEachService(z.string()),
    settings: forEachService(z.record(z.string(), z.string())),
  })
  .parse(await order());

const people = await loadDemo({ services, settings, progress: (what) => process.stdout.write(`${what}\n`) });
await keepAccounts(file, people);
