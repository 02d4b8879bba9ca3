/* One row of a list that opens a case: urgency, subject, where, clock, side, and why it stands there.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { hrefOf } from '../router.js';
import { picked, place } from '../state.js';
import { say } from '../words.js';
import { bulkResult, pickBox } from './bulk.js';
import { dueChip, isLate, maybe, own, urgency } from './parts.js';

/**
 * @typedef {object} RowParts
 * @property {unknown} where second line
 * @property {unknown} side small print at the right
 * @property {unknown} [why] in red below
 * @property {boolean} [alarming] a red edge although it is not late
 * @property {unknown} [kind] below the urgency
 * @property {boolean} [picks] can it be chosen for an act on several?
 * @property {boolean} [unread]
 * @property {boolean} [fresh] came in while the page was looking
 */

/**
 * @param {string} view key of the view it stands in
 * @param {{ nr: number, receipt?: string, subject?: string, urgency?: string, urgency_label?: string,
 *   due?: number|null, state?: string }} row
 * @param {RowParts} parts
 */
export function caseRow(view, row, parts) {
	const here = place.value.item === String(row.nr);
	const kinds = [
		'row', (isLate(row) || parts.alarming) && 'row--late', parts.unread && 'row--unread', here && 'row--here',
		parts.fresh && 'row--fresh', parts.picks && 'row--picks', parts.picks && picked.value.has(row.nr) && 'row--picked',
	].filter(Boolean).join(' ');
	const result = parts.picks ? bulkResult(row.nr) : '';
	return html`<li class=${kinds} data-nr=${row.nr}>${parts.picks ? pickBox(row) : nothing}
		<p class="row__urgency">${urgency(row)}${maybe(parts.kind, (text) => html`<span class="row__kind">${text}</span>`)}</p>
		<p class="row__subject"><a class="row__link" data-row data-receipt=${row.receipt ?? ''}
			href=${hrefOf(view, row.nr || '')} aria-current=${here ? 'true' : nothing}>${parts.unread ? unreadDot() : nothing}${
			own(row.subject || say('row.nosubject'))}</a></p>
		<p class="row__where">${parts.where}</p>
		<p class="row__due">${dueChip(row)}</p>
		<p class="row__side">${parts.side}</p>
		${maybe(result || parts.why, () => html`<p class="row__why">${result || parts.why}</p>`)}
	</li>`;
}

function unreadDot() {
	return html`<span class="row__dot" aria-hidden="true"></span><span class="visually-hidden">${say('row.unread')}: </span>`;
}

/** What stands behind a dot on the second line. @param {unknown} text */
export function behindDot(text) {
	return html`<span class="row__party">${text}</span>`;
}
