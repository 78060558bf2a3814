export { chooseLanguage, currentLanguage, text } from './language.svelte';
