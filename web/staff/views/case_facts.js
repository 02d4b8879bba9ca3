/* The right column of a case: deadline and why, party and why, confirmation, caller, wishes, address,
 * where it came from. A fact that is not known is not shown.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, language, moment, phoneHref, phoneText, span, untilDue, wishDay } from '../format.js';
import { icon } from '../icons.js';
import { now } from '../state.js';
import { count, say, word } from '../words.js';
import { at, channel, fact, isLate, own } from './parts.js';

/** @typedef {import('../types.js').Case} Case */
/** @typedef {import('../types.js').Confirmation} Confirmation */

/** @param {Case} c */
export function factCards(c) {
	return html`${deadline(c)}${routeCard(c)}${confirmations(c)}${caller(c)}${wishes(c)}${addressCard(c)}${origin(c)}`;
}

/** @param {string} id @param {Parameters<typeof icon>[0]} sign @param {string} title @param {unknown} body @param {string} [extra] */
export function card(id, sign, title, body, extra = '') {
	return html`<section class="card ${extra}" aria-labelledby="card-${id}"><h3 class="card__title" id="card-${id}">${icon(sign)}${title}</h3>${body}</section>`;
}

/** The address as one line, whichever way central says it. @param {Case} c */
export function addressText(c) {
	const a = /** @type {any} */ (c.address);
	return typeof a === 'string' ? a : a?.label ?? [a?.street, a?.number, a?.city].filter(Boolean).join(' ');
}

/** @param {Case} c @returns {Confirmation[]} */
function confirmationsOf(c) {
	return Array.isArray(c.confirmation) ? c.confirmation : c.confirmation ? [c.confirmation] : [];
}

const CALL_DONE = ['reached', 'done', 'cancelled', 'sent', 'failed'];

/** @param {Case} c */
export function openCall(c) {
	return confirmationsOf(c).find((one) => one.kind === 'call' && !CALL_DONE.includes(one.state ?? ''));
}

/** The norm that made the deadline: so long after the report, for this urgency. @param {Case} c */
function dueReason(c) {
	if (!c.due || !c.captured || c.due <= c.captured) return say('due.why.other');
	return say('due.why', { urgency: word('urgency', c.urgency), span: span(c.due - c.captured), at: moment(c.captured, now.value) });
}

/** @param {Case} c */
function deadline(c) {
	if (!c.due) return nothing;
	const late = isLate(c);
	return card('due', 'clock', say('due.title'), html`<p><strong>${at(c.due)}</strong> <span class="${late ? 'warn' : 'quiet'}">(${untilDue(c.due, now.value)})</span></p>
		<p>${dueReason(c)}</p>${c.due_reason ? html`<p class="quiet">${own(c.due_reason)}</p>` : nothing}`, late ? 'card--late' : '');
}

/** @param {Case} c */
function routeCard(c) {
	const r = c.route;
	const party = clean(r?.party_label ?? r?.party ?? c.party);
	const tried = r?.tried ?? [];
	return card('route', 'route', say('route.title'), html`
		<p class="route__party">${party ? html`<strong>${party}</strong>` : html`<strong class="warn">${say('route.none')}</strong>`}</p>
		${r?.party_phone ? html`<p><a class="utrecht-link numbers" href=${phoneHref(r.party_phone)}>${phoneText(r.party_phone)}</a></p>` : nothing}
		${r?.reason ? html`<p>${own(r.reason)}</p>` : party ? nothing : html`<p>${say('route.none.text')}</p>`}
		${r ? html`<details class="why" data-why><summary>${say('route.why')}</summary>
			${r.rule ? html`<p>${say('route.rule', { rule: clean(r.rule), rank: r.rank ?? '–' })}</p>` : html`<p>${say('route.norule')}</p>`}
			${tried.length ? html`<p class="quiet">${count('route.tried', tried.length)}</p><ol class="tried">${tried.map((t) => html`<li><span class="numbers quiet">${t.rank}</span><span>${own(t.rule)}</span><span
				class="quiet">${own(t.why_not)}</span></li>`)}</ol>`
				: html`<p class="quiet">${say('route.first')}</p>`}</details>` : nothing}`, party ? '' : 'card--late');
}

/** Every mail or call of this case and how it stands. @param {Case} c */
function confirmations(c) {
	const all = confirmationsOf(c);
	if (!all.length) return nothing;
	return card('confirmation', all[0]?.kind === 'mail' ? 'mail' : 'phone', say('confirm.title'), html`${all.map((one) => html`
		<p><strong>${word('confirm.kind', one.kind, clean(one.kind))}</strong> <span class="utrecht-status-badge utrecht-status-badge--${badge(one.state)}">${
			callWord(one)}</span></p>
		<dl class="facts">${fact(say('confirm.to'), one.to ? own(one.to) : one.kind === 'mail' ? own(c.contact?.mail ?? '') : phoneText(c.contact?.phone ?? ''))}${
			fact(say('confirm.at'), one.t ?? one.done ? at(one.t ?? one.done) : '')}${
			fact(say(one.kind === 'mail' ? 'confirm.next' : 'confirm.before'), one.due && badge(one.state) === 'warning' ? at(one.due) : '')}${
			fact(say('confirm.attempts'), one.attempts ? String(one.attempts) : '')}${fact(say('confirm.by'), one.by ? own(one.by) : '')}${
			fact(say('confirm.note'), one.error ?? one.note ? own(one.error ?? one.note) : '')}</dl>`)}`);
}

/** How a mail or call stands, in words: a call that waits is a call to make.
 * @param {{ kind?: string, state?: string, state_label?: string }} one */
export function callWord(one) {
	return one.kind === 'call' && one.state === 'waiting' ? say('confirm.state.open') : word('confirm.state', one.state, clean(one.state_label) || clean(one.state));
}

/** @param {string|undefined} state */
export function badge(state) {
	if (['sent', 'reached', 'done', 'delivered', 'active', 'enrolled'].includes(state ?? '')) return 'success';
	if (['failed', 'dead', 'revoked', 'late'].includes(state ?? '')) return 'danger';
	return ['open', 'not_reached', 'waiting', 'unsure', 'retry', 'quiet'].includes(state ?? '') ? 'warning' : 'inactive';
}

/** @param {Case} c */
function caller(c) {
	const p = c.contact;
	if (!p) return nothing;
	const actor = p.actor ?? c.report?.actor?.kind;
	return card('caller', 'user', say('caller.title'), html`<dl class="facts">
		${fact(say('caller.name'), p.name ? html`${own(p.name)}${actor ? html` <span class="quiet">(${word('actor', actor)})</span>` : nothing}` : '')}
		${fact(say('caller.phone'), p.phone ? html`<a class="utrecht-link numbers" href=${phoneHref(p.phone)}>${phoneText(p.phone)}</a>` : '')}
		${fact(say('caller.mail'), p.mail ? html`<a class="utrecht-link" href=${`mailto:${encodeURIComponent(p.mail)}`}>${own(p.mail)}</a>` : '')}
		${fact(say('caller.number'), clean(p.number ?? p.actor_ref ?? c.report?.actor?.ref))}
		${fact(say('caller.via'), p.via ? word('via', p.via) : '')}
		${fact(say('caller.first'), c.report?.first_contact === undefined ? '' : say(c.report.first_contact ? 'yes' : 'no'))}</dl>`);
}

/** @param {Case} c */
function wishes(c) {
	const w = c.when ?? c.report?.when;
	if (!w || (!w.call && !w.slots?.length)) return nothing;
	return card('when', 'calendar', say('when.title'), html`${w.call ? html`<p>${say('when.call')}</p>` : nothing}
		${w.slots?.length ? html`<ul class="slots">${w.slots.map((/** @type {[string, string]} */ [date, part]) => html`<li><span class="numbers">${
			wishDay(clean(date), now.value)}</span> ${word('part', part)}</li>`)}</ul>` : nothing}`);
}

/** @param {Case} c */
function addressCard(c) {
	const a = /** @type {any} */ (typeof c.address === 'object' && c.address ? c.address : c.address_full ?? {});
	const parties = ['provider', 'supplier'].filter((role) => a[role]);
	return card('address', 'house', say('address.title'), html`<p>${own(addressText(c) || say('row.noaddress'))}</p><dl class="facts">
		${fact(say('address.postcode'), [a.postcode, a.city].filter(Boolean).map(clean).join(' '))}
		${fact(say('address.complex'), clean(a.complex_label ?? a.complex))}
		${fact(say('address.riser'), clean(a.riser))}
		${fact(say('address.type'), clean(a.type_label ?? a.type))}
		${fact(say('address.nom'), a.nom === undefined || a.nom === null ? '' : say(a.nom ? 'yes' : 'no'))}
		${parties.map((role) => fact(say(`address.${role}`), own(a[`${role}_label`] ?? a[role])))}
		${fact(say('address.key'), clean(a.key ?? c.report?.unit))}</dl>`);
}

/** @param {Case} c */
function origin(c) {
	const t = c.captured ?? c.report?.t;
	const slow = t && c.received && c.received - t > 3_600_000;
	return card('origin', 'inbox', say('origin.title'), html`<dl class="facts">
		${fact(say('origin.receipt'), c.receipt ? html`<span class="receipt">${clean(c.receipt)}</span>` : '')}
		${fact(say('origin.channel'), channel(c.channel))}
		${fact(say('origin.kiosk'), clean(c.kiosk))}
		${fact(say('origin.captured'), t ? html`<time>${moment(t, now.value)}</time>` : '')}
		${fact(say('origin.received'), c.received ? html`${at(c.received)}${slow ? html` <span class="warn">${say('origin.slow')}</span>` : nothing}` : '')}
		${fact(say('origin.lang'), language(c.lang ?? c.report?.lang))}
		${fact(say('origin.payer'), c.payer ? own(c.payer) : '')}
		${fact(say('origin.catalogue'), clean(c.catalogue ?? c.report?.catalogue))}</dl>`);
}
