/**
 * The one way core reaches TensorFlow. Functional operations only (`tf.relu(x)`): the chained ones exist only where the
 * whole tfjs union is loaded. The backend is registered by the worker; core never loads one.
 */
export * as tf from '@tensorflow/tfjs-core';
