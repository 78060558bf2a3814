export { chooseLanguage, currentLanguage, text, wordsRead } from './language.svelte';
