/* Small parts that every screen shares: times, urgency marks, deadlines, states of loading.
 * Text of other people always passes `own` or `clean`: it stays text, in its own direction.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, iso, moment, untilDue } from '../format.js';
import { icon } from '../icons.js';
import { now } from '../state.js';
import { say, word } from '../words.js';

/** @typedef {import('../types.js').Row} Row */

/** Text written by somebody outside, isolated so that its direction touches nothing around it.
 * @param {unknown} text @param {string} [lang] */
export function own(text, lang) {
	return html`<bdi lang=${lang || nothing}>${clean(text)}</bdi>`;
}

/** @param {number|null|undefined} t */
export function at(t) {
	return t ? html`<time datetime=${iso(t)}>${moment(t, now.value)}</time>` : nothing;
}

const MARKS = /** @type {Record<string, Parameters<typeof icon>[0]>} */ ({
	emergency: 'siren', urgent: 'triangle', normal: 'circle', planned: 'calendar',
});

/** Shape, colour and word: never colour alone. @param {Row} row */
export function urgency(row) {
	const code = row.urgency && MARKS[row.urgency] ? row.urgency : 'normal';
	return html`<span class="urgency urgency--${code}">${icon(MARKS[code] ?? 'circle')}<span
		>${word('urgency', code, clean(row.urgency_label))}</span></span>`;
}

const CLOSED = ['closed', 'done', 'cancelled', 'reached', 'sent', 'failed'];

/** Does its deadline count, and is it past? @param {{ due?: number|null, state?: string }} row */
export function isLate(row) {
	return Boolean(row.due && row.due < now.value && !CLOSED.includes(row.state ?? ''));
}

/** The clock chip; the absolute moment shows on hover and on focus of the row.
 * @param {{ due?: number|null, state?: string }} row */
export function dueChip(row) {
	if (!row.due || CLOSED.includes(row.state ?? '')) return nothing;
	const late = isLate(row);
	const soon = !late && row.due - now.value < 2 * 3_600_000;
	const text = moment(row.due, now.value);
	return html`<span class="chip ${late ? 'chip--late' : soon ? 'chip--soon' : ''}">${icon('clock')}<time
		datetime=${iso(row.due)} title=${text}>${untilDue(row.due, now.value)}</time><span
		class="chip__at" aria-hidden="true">${text}</span></span>`;
}

const CHANNELS = /** @type {Record<string, Parameters<typeof icon>[0]>} */ ({
	kiosk: 'monitor', phone: 'phone', tablet: 'tablet', web: 'globe', mail: 'mail',
});

/** @param {string|undefined} code */
export function channel(code) {
	return code ? html`<span class="with-icon">${icon(CHANNELS[code] ?? 'circle')}<span class="channel__word">${word('channel', code)}</span></span>` : nothing;
}

/** A designed state of a pane: loading, empty, refused, without a line.
 * @param {Parameters<typeof icon>[0]} sign @param {string} title @param {string} text @param {unknown} [action] */
export function paneState(sign, title, text, action) {
	return html`<div class="pane-state">${icon(sign, 'icon--large')}<p class="pane-state__title">${title}</p>
		<p>${text}</p>${action ?? nothing}</div>`;
}

/** @param {string} error code @param {() => void} again */
export function paneError(error, again) {
	return paneState(error === 'offline' ? 'wifiOff' : 'triangle', word('error.title', error, say('error.title.other')),
		word('error', error, say('error.other')),
		html`<button type="button" class="utrecht-button utrecht-button--secondary-action" @click=${again}
			>${icon('refresh')}${say('again')}</button>`);
}

/** Grey lines where text will stand. @param {number} lines */
export function bones(lines) {
	return html`<div class="bones" role="status"><span class="visually-hidden">${say('loading')}</span>${
		Array.from({ length: lines }, (_, i) => html`<span class="bone bone--${i % 3}"></span>`)}</div>`;
}

/** A term and its value in a fact list. @param {string} term @param {unknown} value */
export function fact(term, value) {
	return value === undefined || value === null || value === '' || value === nothing ? nothing
		: html`<div class="fact"><dt>${term}</dt><dd>${value}</dd></div>`;
}
