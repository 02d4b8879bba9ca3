/* The sheet of keys, and the switch that turns them off.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { KEYS } from '../keys.js';
import { help, prefs, setPrefs } from '../state.js';
import { say } from '../words.js';
import { button, tick } from './parts.js';

/** The browser owns the open state of a dialog; this brings it in line with ours. @param {Element|undefined} box */
function follow(box) {
	const dialog = /** @type {HTMLDialogElement|undefined} */ (box);
	if (!dialog?.isConnected) return;
	if (help.value && !dialog.open) dialog.showModal();
	if (!help.value && dialog.open) dialog.close();
}

export function helpSheet() {
	const close = () => { help.value = false; };
	const soon = (/** @type {Element|undefined} */ box) => queueMicrotask(() => follow(box));
	return html`<dialog class="sheet" aria-labelledby="sheet-title" data-wanted=${help.value ? 'yes' : 'no'} ${ref(soon)} @close=${close}>
		<div class="sheet__head"><h2 class="utrecht-heading-2" id="sheet-title">${say('keys.title')}</h2>
			${button('subtle', 'x', say('close'), close)}</div>
		<dl class="keys">${KEYS.map((k) => html`<div><dt>${k.show.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${
			say(`key.${k.name}`)}</dd></div>`)}</dl>
		${tick(say('keys.on'), prefs.value.keys, (keys) => setPrefs({ keys }))}
		<p class="quiet">${say('keys.off.text')}</p>
	</dialog>`;
}
