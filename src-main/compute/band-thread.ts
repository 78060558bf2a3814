import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { takeBands, type BandOrder, type BandThreadData } from './band-threads';

/** A thread that helps with the bands of the non-local filter: it sleeps until there is an order, as long as the process lives. */
const { port, orders } = workerData as BandThreadData;

for (;;) {
  const known = Atomics.load(orders, 0);
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
    takeBands(next.message as BandOrder);
  }
  Atomics.wait(orders, 0, known);
}
