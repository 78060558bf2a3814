import { inEnglish } from '@contract/in-language';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf } from '../../src-main/core/tf';
import { defineOldHelpers, loadBackend, type Backend } from '../../src-main/compute/backend';

describe('the native backend', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await loadBackend('cpu');
  });

  it('is what core sees', () => {
    expect(tf.getBackend()).toBe('tensorflow');
    expect(backend.backend).toBe('cpu');
    expect(inEnglish(backend.label)).toMatch(/^CPU · \d+ cores?$/);
    expect(backend.reason).toBe('');
    expect(backend.tensorflowVersion).toMatch(/^2\./);
  });

  it('has the gradients of the whole union', () => {
    const gradient = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(tf.square(tf.relu(x))))(tf.tensor1d([-1, 2]))
        .dataSync(),
    );
    expect([...gradient]).toEqual([0, 4]);
  });

  it('leaves no tensor behind', () => {
    expect(tf.memory().numTensors).toBe(0);
  });
});

describe('helpers that newer Node versions removed', () => {
  it('are defined only where they are missing', () => {
    const own = () => true;
    const target: Record<string, unknown> = { isArray: own };
    defineOldHelpers(target);
    expect(target['isArray']).toBe(own);
    expect((target['isNullOrUndefined'] as (value: unknown) => boolean)(null)).toBe(true);
    expect((target['isNullOrUndefined'] as (value: unknown) => boolean)(0)).toBe(false);
  });
});
