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

describe('helpers that Node 22 warns of and newer versions removed', () => {
  it('are our own, whichever Node runs', () => {
    const target: Record<string, unknown> = { isArray: () => true };
    defineOldHelpers(target);
    const { isArray, isNullOrUndefined } = target as Record<string, (value: unknown) => boolean>;
    expect([isArray!([]), isArray!(0)]).toEqual([true, false]);
    expect([isNullOrUndefined!(null), isNullOrUndefined!(undefined), isNullOrUndefined!(0)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
