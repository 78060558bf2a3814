import * as v from 'valibot';
import { channels, type Answer, type Args, type Channel } from '@contract/channels';
import { AppError, toFailure, type Result } from '@contract/result';

/** One function per channel of the contract. */
export type ChannelHandlers = { [C in Channel]: (args: Args<C>) => Promise<Answer<C>> | Answer<C> };

export type Route = (channel: unknown, args: unknown) => Promise<Result<unknown>>;

/** Checks the channel and its arguments before anything happens; what a handler throws becomes a failure. */
export function createRouter(handlers: ChannelHandlers): Route {
  return async (channel, args) => {
    try {
      if (!isChannel(channel))
        throw new AppError('bad-input', `There is no channel "${String(channel).slice(0, 80)}".`);
      return { ok: true, value: await dispatch(handlers, channel, args) };
    } catch (error) {
      return { ok: false, error: toFailure(error) };
    }
  };
}

const isChannel = (channel: unknown): channel is Channel =>
  typeof channel === 'string' && Object.hasOwn(channels, channel);

function dispatch(handlers: ChannelHandlers, channel: Channel, args: unknown): unknown {
  const checked = v.safeParse(channels[channel].args, args);
  if (!checked.success) throw new AppError('bad-input', `${channel}: ${explain(checked.issues[0])}`);
  return (handlers[channel] as (args: unknown) => unknown)(checked.output);
}

/** One issue of valibot as a sentence that names the setting and the value. */
export function explain(issue: v.BaseIssue<unknown>): string {
  const at = v.getDotPath(issue) ?? 'the arguments';
  const expected = issue.expected === null ? issue.message : `expected ${issue.expected}`;
  return `${at} is ${issue.received}, ${expected}.`;
}
