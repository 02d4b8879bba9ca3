/* Text size in three steps, and reading aloud where the browser has a voice for the language.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { all, find, messages, page } from './page.js';

const KEY = 'portiek.size';

export function startSize() {
	const html = document.documentElement;
	html.dataset.size = sessionStorage.getItem(KEY) ?? '1';
	const button = find('[data-size]:not(html)');
	if (!button) return;
	button.hidden = false;
	const state = () => button.setAttribute('aria-pressed', String(html.dataset.size !== '1'));
	state();
	button.addEventListener('click', () => {
		html.dataset.size = String((Number(html.dataset.size) % 3) + 1);
		sessionStorage.setItem(KEY, html.dataset.size);
		state();
	});
}

/** What can be seen, in reading order. @returns {string} */
function visibleText() {
	const parts = all('main h1, main h2, main p, main label, main .tile__label, main .door__label, main .order__text, main dt, main dd, main button');
	return parts.filter((part) => part.checkVisibility()).map((part) => part.innerText.trim()).filter(Boolean).join('. ');
}

export function startSpeak() {
	const button = find('[data-speak]');
	if (!button || !('speechSynthesis' in window)) return;
	const voiceOf = () => speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(page.lang));
	const offer = () => {
		button.hidden = !voiceOf();
	};
	offer();
	speechSynthesis.addEventListener('voiceschanged', offer);
	addEventListener('pagehide', () => speechSynthesis.cancel());
	button.addEventListener('click', async () => {
		const words = await messages();
		if (speechSynthesis.speaking) return speechSynthesis.cancel();
		const speech = new SpeechSynthesisUtterance(visibleText());
		const voice = voiceOf();
		if (voice) speech.voice = voice;
		speech.lang = page.lang;
		speech.rate = 0.9;
		const label = find('.tool__label', button);
		const say = (/** @type {string} */ key) => label && (label.textContent = words[key]);
		speech.addEventListener('start', () => say('frame.silent'));
		speech.addEventListener('end', () => say('frame.speak'));
		speechSynthesis.speak(speech);
	});
}
