/* What came in and cannot be used: not understood, missing, contradicting, or waiting for something
 * else. What waits longer than a week stands first, marked as late.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { ago, clean, span } from '../format.js';
import { now } from '../state.js';
import { say, word } from '../words.js';
import { at, badge, maybe, own, quiet, warn } from './parts.js';
import { below, table } from './wide.js';

/** @typedef {import('../types/office.js').Received} Received */

const BADGES = /** @type {Record<string, string>} */ ({ quarantined: 'danger', void: 'warning', stray: 'danger', parked: 'neutral' });

/** @param {Received[]} rows central sorted them */
export function receptionTable(rows) {
	return table('reception', ['what', 'why', 'device', 'time'], rows.map((r) => ({
		late: Boolean(r.told),
		cells: [
			badge(r.told ? 'danger' : BADGES[r.kind] ?? 'neutral', word('reception.kind', r.kind, clean(r.kind_label))),
			html`${reason(r)}${maybe(r.told, () => below(warn(say('reception.told'))))}${below(html`<code class="id quiet">${
				clean(r.parent ? say('reception.waits', { id: r.parent }) : r.id)}</code>`)}`,
			html`${r.place ? own(r.place) : say('reception.device.none')}${
				maybe(r.number, (n) => below(quiet(say('reception.number', { n }))))}`,
			html`${at(r.received)}${maybe(r.received, (t) => below(quiet(age(r, t))))}`,
		],
	})), 'view.reception');
}

/** @param {Received} r @param {number} t */
function age(r, t) {
	return r.kind === 'parked' ? say('reception.age', { span: span(now.value - t) }) : ago(t, now.value);
}

/** Why it cannot be used, in a sentence; for what was not understood also the place in the message. @param {Received} r */
function reason(r) {
	if (r.kind === 'parked') return say('reception.why.parked');
	if (r.kind !== 'quarantined') return word(`reception.why.${r.kind}`, r.code ?? '', clean(r.label));
	return html`${word('quarantine.code', r.code ?? '', clean(r.label) || say('quarantine.code.other'))}${
		r.path ? html` <code class="quiet">${clean(r.path)}</code>` : nothing}`;
}
