import * as v from 'valibot';
import { fault } from './result';

/** What was said, as its schema has it; `what` names it in the fault that is thrown where it does not fit. */
export function checked<S extends v.GenericSchema>(schema: S, said: unknown, what: string): v.InferOutput<S> {
  const read = v.safeParse(schema, said, { abortEarly: true });
  if (read.success) return read.output;
  const [issue] = read.issues;
  const at = v.getDotPath(issue);
  throw fault(`${what} cannot be used: ${at === null ? '' : `"${at}": `}${issue.message}.`);
}
