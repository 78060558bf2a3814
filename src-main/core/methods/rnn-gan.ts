/** Paper Sec. 4, 'Incremental GAN': the generator of the RNN, trained on against a discriminator where there is a stage 2. */
export { method } from './rnn';
