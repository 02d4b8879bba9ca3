/* A text box that finds one of many: type a few letters, arrows to choose, Enter or Tab to take it.
 * The pattern is the combobox of ARIA with a list below it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { picking, script } from '../state.js';
import { say } from '../words.js';
import { maybe, quiet, warn } from './parts.js';

/** @typedef {import('../types/steps.js').Choice} Choice */

/**
 * @typedef {object} Picker
 * @property {string} id
 * @property {string} label
 * @property {string} value
 * @property {Choice[]} options
 * @property {boolean} invalid
 * @property {(value: string) => void} pick
 * @property {(q: string) => void} [search] options are found elsewhere for what is typed, in their order
 * @property {() => boolean} [early] Enter came before they were there: it waits for them
 * @property {string} [hint]
 */

const MOST = 60; /* rows drawn; typing finds the others */

/** @param {string} text */
const plain = (text) => text.toLocaleLowerCase('nl').normalize('NFD').replace(/\p{M}/gu, '');

/** @param {Choice[]} options @param {string} q */
function found(options, q) {
	const words = plain(q).split(/\s+/).filter(Boolean);
	return options.filter((one) => words.every((w) => plain(`${one.label} ${one.note ?? ''} ${one.value}`).includes(w))).slice(0, MOST);
}

/** @param {Picker} p */
export function picker(p) {
	const state = picking.value?.id === p.id ? picking.value : null;
	const rows = state ? (p.search ? p.options : found(p.options, state.q)) : [];
	const shown = state ? state.q : p.options.find((one) => one.value === p.value)?.label ?? p.value;
	const open = (/** @type {string} */ q, typed = false) => {
		picking.value = { id: p.id, q, at: 0, typed };
		p.search?.(q);
	};
	return html`<div class="picker">
		<input class="utrecht-textbox" id=${p.id} role="combobox" autocomplete="off" spellcheck="false" aria-autocomplete="list"
			aria-expanded=${state ? 'true' : 'false'} aria-controls=${state ? `${p.id}-list` : nothing} placeholder=${p.hint ?? say('field.type')}
			aria-activedescendant=${state && rows.length ? `${p.id}-${state.at}` : nothing}
			aria-invalid=${p.invalid ? 'true' : nothing} aria-describedby=${p.invalid ? `${p.id}-error` : nothing} .value=${shown}
			@input=${(/** @type {Event} */ e) => open(/** @type {HTMLInputElement} */ (e.target).value, true)}
			@click=${() => (state ? nothing : open(''))} @focus=${(/** @type {Event} */ e) => /** @type {HTMLInputElement} */ (e.target).select()}
			@blur=${() => leave(p, rows)} @keydown=${(/** @type {KeyboardEvent} */ e) => press(e, p, rows)}>
		${state ? list(p, rows, state.at) : nothing}</div>`;
}

/** @param {Picker} p @param {Choice[]} rows @param {number} at */
function list(p, rows, at) {
	const none = html`<p class="picker__none" role="status">${say('field.none')}</p>`;
	if (!rows.length) return html`<div class="picker__list" id="${p.id}-list">${none}</div>`;
	return html`<ul class="picker__list" role="listbox" id="${p.id}-list" aria-label=${p.label}>${rows.map((one, i) => html`
		<li role="option" id="${p.id}-${i}" aria-selected=${i === at ? 'true' : 'false'}
			@mousedown=${(/** @type {Event} */ e) => { e.preventDefault(); take(p, one); }}><span>${one.label}</span>${
			maybe(one.note, quiet)}${maybe(one.warn, warn)}</li>`)}</ul>`;
}

/** @param {Picker} p @param {Choice|undefined} one */
function take(p, one) {
	picking.value = null;
	if (one) p.pick(one.value);
}

/** Left without choosing: the only match counts, an emptied box means nothing, else it stays as it was.
 * @param {Picker} p @param {Choice[]} rows */
function leave(p, rows) {
	const state = picking.value;
	if (state?.id !== p.id || script.value.open) return; /* an emergency takes nothing away */
	const typed = state.q.trim();
	picking.value = null;
	if (typed && rows.length === 1 && !p.search) p.pick(/** @type {Choice} */ (rows[0]).value);
	else if (!typed && state.typed) p.pick('');
}

/** @param {KeyboardEvent} e @param {Picker} p @param {Choice[]} rows */
function press(e, p, rows) {
	const state = picking.value?.id === p.id ? picking.value : null;
	const step = { ArrowDown: 1, ArrowUp: -1 }[e.key] ?? 0;
	if (step) {
		e.preventDefault();
		const from = state ? state.at + step : 0;
		picking.value = { id: p.id, q: state?.q ?? '', typed: state?.typed, at: Math.max(0, Math.min((state ? rows : p.options).length - 1, from)) };
		requestAnimationFrame(() => document.getElementById(`${p.id}-${picking.value?.at}`)?.scrollIntoView({ block: 'nearest' }));
	} else if (state && e.key === 'Enter' && !e.ctrlKey) {
		e.preventDefault();
		if (!p.early?.()) take(p, rows[state.at]);
	} else if (state && e.key === 'Tab' && state.q.trim() && !p.early?.()) take(p, rows[state.at]);
	else if (state && e.key === 'Escape') {
		e.preventDefault();
		e.stopPropagation();
		picking.value = null;
	}
}
