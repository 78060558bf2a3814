import { mount } from 'svelte';
import './tokens.css';
import './base.css';
import App from './app/App.svelte';
import { connect } from './api';
import { AppState } from './state/app.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('The page has no element to show the app in.');
mount(App, { target, props: { app: new AppState(connect()) } });
