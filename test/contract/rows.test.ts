import * as v from 'valibot';
import { expect, it } from 'vitest';
import { channels } from '@contract/channels';
import { childEvents } from '@contract/child-events';
import { events } from '@contract/events';
import { childCalls } from '@contract/worker-calls';

const isSchema = (value: unknown): value is v.GenericSchema =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema' && '~run' in value;
const rows = Object.values(childCalls).flatMap((calls) => Object.entries<{ answer: unknown }>(calls));

it.each([
  ...Object.entries(channels).flatMap(([name, { args, answer }]) => [
    [`the arguments of ${name}`, args] as const,
    [`the answer of ${name}`, answer] as const,
  ]),
  ...rows.map(([name, { answer }]) => [`the answer to ${name}`, answer] as const),
  ...Object.entries(childEvents).map(([name, event]) => [`the event ${name} of a child`, event] as const),
  ...Object.entries(events).map(([name, event]) => [`the event ${name}`, event] as const),
])('%s is checked', (_, schema) => {
  expect(isSchema(schema)).toBe(true);
  // Of no row is anything good: a function fits none.
  expect(v.safeParse(schema as v.GenericSchema, () => undefined).success).toBe(false);
});
