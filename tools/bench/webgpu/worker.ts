import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-webgpu';
import type { TrainChoices } from '@contract/model-spec';
import { tf } from '../../../src-main/core/tf';
import { learn, restore, type Model } from './case';

/** The page's worker: core on WebGPU. */
interface Worker {
  onmessage: (message: { data: { choices: TrainChoices; model: Model } }) => void;
  postMessage(message: unknown): void;
}

const scope = globalThis as unknown as Worker;

scope.onmessage = ({ data }) => {
  const work = async () => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('WebGPU does not start.');
    const learned = await learn(data.choices);
    const restored = await restore(data.model);
    const { adapterInfo } = tf.backend() as unknown as { adapterInfo: { vendor: string; architecture: string } };
    const { psnr, steps, trainMs } = learned;
    const tensors = tf.memory().numTensors;
    return {
      ...{ psnr, steps, trainMs, tensors, restored: [...restored] },
      adapter: `${adapterInfo.vendor} ${adapterInfo.architecture}`,
    };
  };
  work().then(
    (done) => {
      scope.postMessage({ done });
    },
    (error: unknown) => {
      scope.postMessage({ error: String(error) });
    },
  );
};
