import { version } from '../../package.json';

/** The application's version, written into models. */
export const APP_VERSION: string = version;
