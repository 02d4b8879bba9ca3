/* The bar above the list while cases are chosen: what to do with all of them, and its form.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { BULK, bulkFields, chooseBulk, pick, pickNone, sendBulk, setBulkValue } from '../bulk.js';
import { icon } from '../icons.js';
import { bulk, picked } from '../state.js';
import { count, say } from '../words.js';
import { fieldRow } from './fields.js';
import { button } from './parts.js';

export function bulkBar() {
	const n = picked.value.size;
	const { action, busy } = bulk.value;
	if (!n) return nothing;
	return html`<section class="bulk" aria-label=${say('bulk.title')}>
		<div class="bulk__bar"><strong role="status">${count('bulk.picked', n)}</strong>${button('subtle', 'x', say('bulk.none'), pickNone)}</div>
		<div class="bulk__bar">${BULK.map((key) => html`<button type="button"
			class="utrecht-button utrecht-button--secondary-action" aria-disabled=${busy ? 'true' : nothing}
			aria-expanded=${key === 'start' ? nothing : key === action ? 'true' : 'false'}
			@click=${() => chooseBulk(key === action ? '' : key)}>${say(`bulk.${key}`)}</button>`)}</div>
		${action && action !== 'start' ? form(n) : nothing}</section>`;
}

/** @param {number} n */
function form(n) {
	const { action, values, errors, busy } = bulk.value;
	const submit = (/** @type {Event} */ e) => {
		e.preventDefault();
		void sendBulk();
	};
	const hurry = (/** @type {KeyboardEvent} */ e) => {
		if (e.key === 'Escape') chooseBulk('');
		else if (e.key === 'Enter' && e.ctrlKey) void sendBulk();
		else return;
		e.preventDefault();
		e.stopPropagation();
	};
	return html`<form class="bulk__form step__form" novalidate @submit=${submit} @keydown=${hurry}>
		${bulkFields().map((field) => fieldRow({ id: `bulk-${action}`, values, errors, set: setBulkValue }, field))}
		<div class="buttons"><button class="utrecht-button utrecht-button--primary-action" aria-disabled=${busy ? 'true' : nothing}>${
			icon('check')}${count(`bulk.go.${action}`, n)}</button></div></form>`;
}

/** The box before a row. @param {{ nr: number, subject?: string }} row */
export function pickBox(row) {
	return html`<label class="row__pick"><input type="checkbox" .checked=${picked.value.has(row.nr)} @change=${() => pick(row.nr)}><span
		class="visually-hidden">${say('bulk.pick', { nr: row.nr })}</span></label>`;
}

/** What came of the last act on a row. @param {number} nr */
export function bulkResult(nr) {
	const result = bulk.value.results[nr];
	return result ? html`<span class="row__result row__result--${result.kind}">${icon(result.kind === 'ok' ? 'check' : 'triangle')}${result.text}</span>` : '';
}
