/* The right column of a case: deadline and why, party and why, confirmation, caller, wishes, address,
 * where it came from. A fact that is not known is not shown.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, language, moment, phoneText, span, wishDay } from '../format.js';
import { icon } from '../icons.js';
import { now } from '../state.js';
import { count, say, word } from '../words.js';
import { clocksCard, findingCard, othersCard, referralCard, tasksCard } from './case_work.js';
import { at, badge, channel, fact, isLate, left, maybe, own, phoneLink, quiet, warn, yesNo } from './parts.js';

/** @typedef {import('../types/case.js').Case} Case */
/** @typedef {import('../types/case.js').Confirmation} Confirmation */

/** @param {Case} c */
export function factCards(c) {
	return html`${tasksCard(c)}${referralCard(c)}${c.clocks?.length ? clocksCard(c) : deadline(c)}${routeCard(c)}${findingCard(c)}${othersCard(c)}${confirmations(c)}${caller(c)}${wishes(c)}${addressCard(c)}${origin(c)}`;
}

/** @param {string} id @param {import('./parts.js').Sign} sign @param {string} title @param {unknown} body @param {string} [extra] */
export function card(id, sign, title, body, extra = '') {
	return html`<section class="card ${extra}" aria-labelledby="card-${id}">
		<h3 class="card__title" id="card-${id}">${icon(sign)}${title}</h3>${body}</section>`;
}

/* ---- deadline ---- */

/** The norm that made the deadline: so long after the report, for this urgency. @param {Case} c */
function dueReason(c) {
	if (!c.due || !c.captured || c.due <= c.captured) return say('due.why.other');
	return say('due.why', { urgency: word('urgency', c.urgency), span: span(c.due - c.captured), at: moment(c.captured, now.value) });
}

/** @param {Case} c */
function deadline(c) {
	if (!c.due) return nothing;
	const late = isLate(c);
	return card('due', 'clock', say('due.title'), html`<p><strong>${at(c.due)}</strong> ${left(c.due, late)}</p>
		<p>${dueReason(c)}</p>
		${maybe(c.due_reason, (reason) => html`<p>${quiet(own(reason))}</p>`)}`, late ? 'card--late' : '');
}

/* ---- party ---- */

/** @param {Case} c */
function routeCard(c) {
	const r = c.route;
	const party = clean(r?.party_label ?? r?.party ?? c.party);
	const reason = r?.reason ? own(r.reason) : party ? '' : say('route.none.text');
	return card('route', 'route', say('route.title'), html`
		<p class="route__party">${party ? html`<strong>${party}</strong>` : warn(say('route.none'))}</p>
		<dl class="facts">${fact(say('caller.phone'), maybe(r?.party_phone, phoneLink))}${fact(say('referral.hours'), r?.party_hours ? own(r.party_hours) : '')}
			${fact(say('route.contract'), r?.party_contract ? html`${own(r.party_contract)} ${maybe(r.party_until, (day) => quiet(say('route.until', { day: wishDay(day, now.value) })))}` : '')}
			${fact(say('route.sla'), r?.party_sla ? own(r.party_sla) : '')}</dl>
		${maybe(reason, (text) => html`<p>${text}</p>`)}
		${maybe(r, whyParty)}`, party ? '' : 'card--late');
}

/** The rule that decided and those that fell off before it. @param {import('../types/case.js').Route} r */
function whyParty(r) {
	const tried = r.tried ?? [];
	return html`<details class="why"><summary>${say('route.why')}</summary>
		<p>${r.rule ? say('route.rule', { rule: clean(r.rule), rank: r.rank ?? '–' }) : say('route.norule')}</p>
		<p class="quiet">${tried.length ? count('route.tried', tried.length) : say('route.first')}</p>
		<ol class="tried">${tried.map((t) => html`<li><span class="numbers quiet">${t.rank}</span><span>${own(t.rule)}</span>${
			quiet(own(t.why_not))}</li>`)}</ol></details>`;
}

/* ---- confirmation ---- */

/** @param {Case} c @returns {Confirmation[]} */
function confirmationsOf(c) {
	return Array.isArray(c.confirmation) ? c.confirmation : c.confirmation ? [c.confirmation] : [];
}

const CALL_DONE = ['reached', 'done', 'cancelled', 'sent', 'failed'];

/** The call that still has to be made. @param {Case} c */
export function openCall(c) {
	return confirmationsOf(c).find((one) => one.kind === 'call' && !CALL_DONE.includes(one.state ?? ''));
}

/** Every mail or call of this case and how it stands. @param {Case} c */
function confirmations(c) {
	const all = confirmationsOf(c).filter((one) => one.kind === 'call' || !c.messages); /* a mail stands among the letters */
	if (!all.length) return nothing;
	return card('confirmation', all[0]?.kind === 'mail' ? 'mail' : 'phone', say('confirm.title'), all.map((one) => confirmation(c, one)));
}

/** @param {Case} c @param {Confirmation} one */
function confirmation(c, one) {
	const mail = one.kind === 'mail';
	const waits = outgoingKind(one.state) === 'warning';
	return html`<p><strong>${word('confirm.kind', one.kind, clean(one.kind))}</strong> ${badge(outgoingKind(one.state), callWord(one))}</p>
		<dl class="facts">
			${fact(say('confirm.to'), mail ? own(one.to || c.contact?.mail) : phoneText(one.to || c.contact?.phone || ''))}
			${fact(say('confirm.at'), at(one.t ?? one.done))}
			${fact(say(mail ? 'confirm.next' : 'confirm.before'), waits ? at(one.due) : '')}
			${fact(say('confirm.attempts'), one.attempts || '')}
			${fact(say('confirm.by'), one.by ? own(one.by) : '')}
			${fact(say('confirm.note'), one.error || one.note ? own(one.error || one.note) : '')}</dl>`;
}

/** How a mail or call stands, in words: a call that waits is a call to make.
 * @param {{ kind?: string, state?: string, state_label?: string }} one */
export function callWord(one) {
	if (one.kind === 'call' && one.state === 'waiting') return say('confirm.state.open');
	return word('confirm.state', one.state, clean(one.state_label) || clean(one.state));
}

const KINDS = /** @type {Record<string, string>} */ ({
	sent: 'success', reached: 'success', handed: 'success', active: 'success', enrolled: 'success',
	failed: 'danger', revoked: 'danger', late: 'danger',
	waiting: 'warning', not_reached: 'warning', unsure: 'warning', open: 'warning',
});

/** Colour of a state's badge; the word beside it says the same. @param {string|undefined} state */
export function outgoingKind(state) {
	return KINDS[state ?? ''] ?? 'inactive';
}

/* ---- caller, wishes, address, origin ---- */

/** @param {Case} c */
function caller(c) {
	const p = c.contact;
	if (!p) return nothing;
	const actor = p.actor ?? c.report?.actor?.kind;
	const mail = maybe(p.mail, (to) => html`<a class="utrecht-link" href=${`mailto:${encodeURIComponent(to)}`}>${own(to)}</a>`);
	return card('caller', 'user', say('caller.title'), html`<dl class="facts">
		${fact(say('caller.name'), maybe(p.name, (name) => html`${own(name)} ${actor ? quiet(`(${word('actor', actor)})`) : nothing}`))}
		${fact(say('caller.phone'), maybe(p.phone, phoneLink))}
		${fact(say('caller.mail'), mail)}
		${fact(say('caller.number'), clean(p.number ?? p.actor_ref ?? c.report?.actor?.ref))}
		${fact(say('caller.via'), p.via ? word('via', p.via) : '')}
		${fact(say('caller.first'), yesNo(c.report?.first_contact))}</dl>`);
}

/** @param {Case} c */
function wishes(c) {
	const w = c.when ?? c.report?.when;
	const slots = /** @type {[string, string][]} */ (w?.slots ?? []);
	if (!w?.call && !slots.length) return nothing;
	return card('when', 'calendar', say('when.title'), html`${maybe(w.call, () => html`<p>${say('when.call')}</p>`)}
		<ul class="slots">${slots.map(([date, part]) => html`<li><span class="numbers">${wishDay(clean(date), now.value)}</span> ${
			word('part', part)}</li>`)}</ul>`);
}

/** The address as one line, whichever way central says it. @param {Case} c */
export function addressText(c) {
	const a = /** @type {any} */ (c.address);
	return typeof a === 'string' ? a : a?.label ?? [a?.street, a?.number, a?.city].filter(Boolean).join(' ');
}

/** @param {Case} c */
function addressCard(c) {
	const a = /** @type {any} */ (typeof c.address === 'object' && c.address ? c.address : c.address_full ?? {});
	const parties = ['provider', 'supplier'].filter((role) => a[role]);
	return card('address', 'house', say('address.title'), html`<p>${own(addressText(c) || say('row.noaddress'))}</p>
		<dl class="facts">
		${fact(say('address.postcode'), [a.postcode, a.city].filter(Boolean).map(clean).join(' '))}
		${fact(say('address.complex'), clean(a.complex_label ?? a.complex))}
		${fact(say('address.riser'), clean(a.riser))}
		${fact(say('address.type'), clean(a.type_label ?? a.type))}
		${fact(say('address.nom'), yesNo(a.nom))}
		${parties.map((role) => fact(say(`address.${role}`), own(a[`${role}_label`] ?? a[role])))}
		${fact(say('address.key'), clean(a.key ?? c.report?.unit))}</dl>`);
}

const SLOW = 3_600_000;

/** @param {Case} c */
function origin(c) {
	const t = c.captured ?? c.report?.t;
	const slow = Boolean(t && c.received && c.received - t > SLOW);
	return card('origin', 'inbox', say('origin.title'), html`<dl class="facts">
		${fact(say('origin.receipt'), maybe(c.receipt, (receipt) => html`<span class="receipt">${clean(receipt)}</span>`))}
		${fact(say('origin.channel'), channel(c.channel))}
		${fact(say('origin.kiosk'), clean(c.kiosk))}
		${fact(say('origin.captured'), at(t))}
		${fact(say('origin.received'), maybe(c.received, (got) => html`${at(got)} ${slow ? warn(say('origin.slow')) : nothing}`))}
		${fact(say('origin.lang'), language(c.lang ?? c.report?.lang))}
		${fact(say('origin.payer'), c.payer ? own(c.payer) : '')}
		${fact(say('origin.catalogue'), clean(c.catalogue ?? c.report?.catalogue))}</dl>`);
}
