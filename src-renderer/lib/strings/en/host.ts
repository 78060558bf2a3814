import { saysIn } from '../from-host';

export const fromHost = saysIn('en');
