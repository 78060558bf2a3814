import * as v from 'valibot';
import { checked } from '@contract/checked';
import { channels, type Answer, type Args, type Channel } from '@contract/channels';
import { AppError, toFailure, type Result } from '@contract/result';
import { say } from '@contract/sentence';

/** One function per channel of the contract. */
export type ChannelHandlers = { [C in Channel]: (args: Args<C>) => Promise<Answer<C>> | Answer<C> };

export type Route = (channel: unknown, args: unknown) => Promise<Result<unknown>>;

/**
 * Checks the channel and its arguments before anything happens, and the answer before it leaves; what a handler throws
 * becomes a failure.
 */
export function createRouter(handlers: ChannelHandlers): Route {
  return async (channel, args) => {
    try {
      if (!isChannel(channel))
        throw new AppError(
          'bad-input',
          say('plain', { text: `There is no channel "${String(channel).slice(0, 80)}".` }),
        );
      return { ok: true, value: await dispatch(handlers, channel, args) };
    } catch (error) {
      return { ok: false, error: toFailure(error) };
    }
  };
}

const isChannel = (channel: unknown): channel is Channel =>
  typeof channel === 'string' && Object.hasOwn(channels, channel);

async function dispatch(handlers: ChannelHandlers, channel: Channel, args: unknown): Promise<unknown> {
  const read = v.safeParse(channels[channel].args, args);
  if (!read.success) {
    const [issue] = read.issues;
    // Settings that do not go together say so in a sentence of their own.
    const why =
      issue.expected === null
        ? say('plain', { text: issue.message })
        : say('setting.ofCall', { call: channel, ...explain(issue) });
    throw new AppError('bad-input', why);
  }
  const answer = await (handlers[channel] as (args: unknown) => unknown)(read.output);
  return checked(channels[channel].answer, answer, `The answer to "${channel}"`);
}

/** One issue of valibot as what `setting.is` takes: which value is wrong, and what was expected. */
export function explain(issue: v.BaseIssue<unknown>) {
  return {
    setting: v.getDotPath(issue) ?? 'the arguments',
    value: issue.received,
    expected: issue.expected === null ? issue.message : say('setting.expected', { expected: issue.expected }),
  };
}
