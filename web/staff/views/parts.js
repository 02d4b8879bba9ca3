/* Small parts that every screen shares: buttons, times, urgency marks, deadlines, states of a pane.
 * Text of other people always passes `own` or `clean`: it stays text, in its own direction.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, hour, iso, moment, phoneHref, phoneText, untilDue } from '../format.js';
import { icon } from '../icons.js';
import { busy, line, now } from '../state.js';
import { say, word } from '../words.js';

/** @typedef {import('../types/case.js').Row} Row */
/** @typedef {Parameters<typeof icon>[0]} Sign */

/** Text written by somebody outside, isolated so that its direction touches nothing around it.
 * @param {unknown} text */
export function own(text) {
	return html`<bdi>${clean(text)}</bdi>`;
}

/** Drawn only when there is something to draw.
 * @template T @param {T} value @param {(value: NonNullable<T>) => unknown} draw */
export function maybe(value, draw) {
	return value ? draw(value) : nothing;
}

/** @param {unknown} text */
export function quiet(text) {
	return html`<span class="quiet">${text}</span>`;
}

/** @param {unknown} text */
export function warn(text) {
	return html`<span class="warn">${text}</span>`;
}

/** @typedef {"primary-action"|"secondary-action"|"subtle"} Weight */

/** A button that does something now. @param {Weight} weight @param {Sign} sign @param {unknown} text @param {(e: Event) => void} act */
export function button(weight, sign, text, act) {
	return html`<button type="button" class="utrecht-button utrecht-button--${weight}" @click=${act}
		>${icon(sign)}${text}</button>`;
}

/** A button that sends its form; it waits while an act is under way.
 * @param {Weight} weight @param {Sign} sign @param {string} text @param {string} [value] of "result" */
export function submitButton(weight, sign, text, value) {
	return html`<button class="utrecht-button utrecht-button--${weight}" name=${value ? 'result' : nothing}
		value=${value ?? nothing} aria-disabled=${busy.value ? 'true' : nothing}>${icon(sign)}${text}</button>`;
}

/** @param {string} text @param {boolean} on @param {(on: boolean) => void} change */
export function tick(text, on, change) {
	const changed = (/** @type {Event} */ e) => change(/** @type {HTMLInputElement} */ (e.target).checked);
	return html`<label class="tick"><input type="checkbox" .checked=${on} @change=${changed}>${text}</label>`;
}

/** @param {string} kind success, danger, warning, neutral, inactive @param {string} text */
export function badge(kind, text) {
	return html`<span class="utrecht-status-badge utrecht-status-badge--${kind}">${text}</span>`;
}

/** @param {string} phone */
export function phoneLink(phone) {
	return html`<a class="utrecht-link numbers" href=${phoneHref(phone)}>${phoneText(phone)}</a>`;
}

/** @param {number|null|undefined} t */
export function at(t) {
	return t ? html`<time datetime=${iso(t)}>${moment(t, now.value)}</time>` : nothing;
}

/** "(nog 3 u)" behind a moment, red when it is past. @param {number} due @param {boolean} late */
export function left(due, late) {
	const text = `(${untilDue(due, now.value)})`;
	return late ? warn(text) : quiet(text);
}

const MARKS = /** @type {Record<string, Sign>} */ ({
	emergency: 'siren', urgent: 'triangle', normal: 'circle', planned: 'calendar',
});

/** Shape, colour and word: never colour alone. @param {{ urgency?: string, urgency_label?: string }} row */
export function urgency(row) {
	const code = row.urgency && MARKS[row.urgency] ? row.urgency : 'normal';
	const text = word('urgency', code, clean(row.urgency_label));
	return html`<span class="urgency urgency--${code}">${icon(MARKS[code] ?? 'circle')}<span>${text}</span></span>`;
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
	const soon = row.due - now.value < 2 * 3_600_000;
	const kind = isLate(row) ? 'chip--late' : soon ? 'chip--soon' : '';
	const text = moment(row.due, now.value);
	return html`<span class="chip ${kind}">${icon('clock')}<time datetime=${iso(row.due)} title=${text}
		>${untilDue(row.due, now.value)}</time><span class="chip__at" aria-hidden="true">${text}</span></span>`;
}

const CHANNELS = /** @type {Record<string, Sign>} */ ({
	kiosk: 'monitor', phone: 'phone', tablet: 'tablet', web: 'globe', mail: 'mail',
});

/** @param {string|undefined} code */
export function channel(code) {
	return maybe(code, (known) => html`<span class="with-icon">${icon(CHANNELS[known] ?? 'circle')}<span
		class="channel__word">${word('channel', known)}</span></span>`);
}

/** A designed state of a pane: empty, refused, without a line.
 * @param {Sign} sign @param {string} title @param {string} text @param {unknown} [action] */
export function paneState(sign, title, text, action) {
	return html`<div class="pane-state">${icon(sign, 'icon--large')}<p class="pane-state__title">${title}</p>
		<p>${text}</p>${action ?? nothing}</div>`;
}

/** @param {string} error code @param {() => void} again */
export function paneError(error, again) {
	return paneState(error === 'offline' ? 'wifiOff' : 'triangle',
		word('error.title', error, say('error.title.other')), word('error', error, say('error.other')),
		button('secondary-action', 'refresh', say('again'), again));
}

/** What is on screen is of a while ago; said here only when the top bar does not say it already.
 * @param {{ error: string, stamp: number }} loaded */
export function oldNews(loaded) {
	const said = line.value.live === 'off' && !line.value.http;
	return loaded.error && !said ? html`<p class="list__old" role="status">${icon('wifiOff')}${
		say('list.old', { at: hour(loaded.stamp) })}</p>` : nothing;
}

/** Grey lines where text will stand. @param {number} lines */
export function bones(lines) {
	return html`<div class="bones" role="status"><span class="visually-hidden">${say('loading')}</span>${
		Array.from({ length: lines }, (_, i) => html`<span class="bone bone--${i % 3}"></span>`)}</div>`;
}

/** A term and its value in a fact list. @param {string} term @param {unknown} value */
export function fact(term, value) {
	if (value === undefined || value === null || value === '' || value === nothing) return nothing;
	return html`<div class="fact"><dt>${term}</dt><dd>${value}</dd></div>`;
}

/** @param {boolean|undefined|null} value "" when not known */
export function yesNo(value) {
	return value === undefined || value === null ? '' : say(value ? 'yes' : 'no');
}
