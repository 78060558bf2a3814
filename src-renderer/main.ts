import { mount } from 'svelte';
import './tokens.css';
import './base.css';
import App from './app/App.svelte';
import { connect } from './api';
import { wordsRead } from './lib/strings';
import { AppState } from './state/app.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('The page has no element to show the app in.');
const app = new AppState(connect());
// Not in another language first.
await wordsRead();
// In place of the empty frame that index.html shows until here.
target.replaceChildren();
mount(App, { target, props: { app } });
