import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-webgpu';
import { graphicsName, type GraphicsInfo } from '@contract/graphics-exchange';
import { pack, unpack } from '@contract/packed';
import { tf } from '../../src-main/core/tf';
import type { TrainingOrder } from '../../src-main/core/training/train';
import { GraphicsFault, trainForHost, type Device, type Exchange } from './train-for-host';

/** A page's worker that trains on the graphics processor: its words go to the page, which carries them to the host. */
interface Scope {
  onmessage: (message: { data: ArrayBuffer }) => void;
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
}

/** The parts of a WebGPU device that are used here. */
interface GpuDevice {
  lost: Promise<{ message: string }>;
  queue: { onSubmittedWorkDone(): Promise<void> };
  addEventListener(type: 'uncapturederror', listener: (event: { error: Error }) => void): void;
}
interface WebGpuBackend {
  device: GpuDevice;
  adapterInfo: GraphicsInfo;
}

const scope = globalThis as unknown as Scope;

const exchange: Exchange = (word) =>
  new Promise((resolve) => {
    scope.onmessage = ({ data }) => {
      resolve(unpack(new Uint8Array(data)) as TrainingOrder);
    };
    const { buffer } = pack(word);
    scope.postMessage(buffer, [buffer]);
  });

async function openDevice(): Promise<Device> {
  if (!(await tf.setBackend('webgpu'))) throw new GraphicsFault('driver', 'WebGPU does not start.');
  const { device, adapterInfo } = tf.backend() as unknown as WebGpuBackend;
  let fault: GraphicsFault | null = null;
  void device.lost.then(({ message }) => {
    fault ??= new GraphicsFault('lost', message);
  });
  device.addEventListener('uncapturederror', ({ error }) => {
    const isMemory = error.constructor.name === 'GPUOutOfMemoryError';
    fault ??= new GraphicsFault(isMemory ? 'memory' : 'driver', error.message);
  });
  return {
    name: graphicsName(adapterInfo),
    async settle() {
      await device.queue.onSubmittedWorkDone();
      if (fault) throw fault;
    },
  };
}

void openDevice().then(
  (device) => trainForHost(exchange, device),
  (error: unknown) => exchange({ is: 'failed', why: 'driver', text: String(error) }),
);
