import * as v from 'valibot';
import { METHODS } from './languages/methods';
import { saidSchema } from './said';

/** What photos can be restored with: TensorFlow, or ONNX Runtime on one of the processors that it knows. */
export const ENGINES = ['tensorflow', 'onnx-cpu', 'onnx-directml', 'onnx-coreml', 'onnx-cuda', 'onnx-webgpu'] as const;
export type EngineName = (typeof ENGINES)[number];
export const engineName = v.picklist(ENGINES);

/** What TensorFlow runs on here, as the interface and `onepair doctor` name it. */
export const runtimeInfoSchema = v.object({
  backend: v.picklist(['cuda', 'cpu', 'wasm']),
  /** 'CPU · 2 cores', 'NVIDIA H200 · CUDA'. */
  label: saidSchema,
  /** Why this backend and no faster one, in words; empty when it is the fastest asked for. */
  reason: saidSchema,
  tensorflowVersion: v.string(),
  tfjsVersion: v.string(),
  threads: v.number(),
  /** Square matmul speed of the self test; null when it was not asked for. */
  matmulGflops: v.nullable(v.number()),
  /** One real training step finished with finite weights; null when not asked for. */
  trainingStepMs: v.nullable(v.number()),
  memoryBytes: v.number(),
  /**
   * What restores photos; 'ONNX Runtime 1.30.0 · CPU · 2 cores', why no other where one was asked for, and all that can be
   * chosen here.
   */
  restoring: v.object({ engine: engineName, label: saidSchema, reason: saidSchema, choices: v.array(engineName) }),
  /** Methods that this runtime has no gradients for: their models restore, but are trained elsewhere. */
  cannotTrain: v.array(v.picklist(METHODS)),
});
export type RuntimeInfo = v.InferOutput<typeof runtimeInfoSchema>;

export const shellName = v.picklist(['electron', 'web', 'cli']);

export const appInfoSchema = v.object({
  version: v.string(),
  shell: shellName,
  platform: v.string(),
  /** Electron has native dialogs; the web shell uploads files and lists folders on the server. */
  nativeDialogs: v.boolean(),
  /** The app was started to test itself. */
  selfTest: v.exactOptional(v.boolean()),
  /** Where results go when no folder was picked, for people. */
  defaultOutput: v.string(),
});
export type AppInfo = v.InferOutput<typeof appInfoSchema>;
