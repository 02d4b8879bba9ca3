/* The sheet of keys, and the switch that turns them off.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { KEYS } from '../keys.js';
import { icon } from '../icons.js';
import { help, prefs, setPrefs } from '../state.js';
import { say } from '../words.js';

/** @param {Element|undefined} box */
function keepOpen(box) {
	const dialog = /** @type {HTMLDialogElement|undefined} */ (box);
	if (!dialog?.isConnected) return;
	if (help.value && !dialog.open) dialog.showModal();
	if (!help.value && dialog.open) dialog.close();
}

export function helpSheet() {
	const wanted = help.value;
	return html`<dialog class="sheet" aria-labelledby="sheet-title" data-wanted=${wanted ? 'yes' : 'no'} ${ref((box) => queueMicrotask(() => keepOpen(box)))}
		@close=${() => { help.value = false; }}>
		<div class="sheet__head"><h2 class="utrecht-heading-2" id="sheet-title">${say('keys.title')}</h2>
			<button type="button" class="utrecht-button utrecht-button--subtle" @click=${() => { help.value = false; }}>${icon('x')}${say('close')}</button></div>
		<dl class="keys">${KEYS.map((k) => html`<div><dt>${k.show.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${say(`key.${k.name}`)}</dd></div>`)}</dl>
		<label class="tick"><input type="checkbox" .checked=${prefs.value.keys}
			@change=${(/** @type {Event} */ e) => setPrefs({ keys: /** @type {HTMLInputElement} */ (e.target).checked })}>${say('keys.on')}</label>
		<p class="quiet">${say('keys.off.text')}</p>
	</dialog>`;
}
