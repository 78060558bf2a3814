import { createContext } from 'svelte';
import type { AppState } from './app.svelte';

/** The app's state, handed down from App.svelte to every view and widget. */
export const [getApp, setApp] = createContext<AppState>();
