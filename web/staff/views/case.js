/* The right pane: one case. What was said (in Dutch and in the person's own words), what happened,
 * and the facts: deadline and why, confirmation, caller, wishes, address, route and why.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { assignCase, loadCase, logCall } from '../actions.js';
import { clean, hour, language, moment, phoneHref, phoneText, span, untilDue, wishDay } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { busy, notice, now, open, parties, place, prefs } from '../state.js';
import { count, say, word } from '../words.js';
import { at, bones, channel, dueChip, fact, isLate, own, paneError, paneState, urgency } from './parts.js';

/** @typedef {import('../types.js').Case} Case */
/** @typedef {import('../types.js').Confirmation} Confirmation */

export function casePane() {
	const { state, data, error } = open.value;
	const { item, view } = place.value;
	return html`<section class="case" id="case" aria-labelledby="case-title" ?data-open=${Boolean(item)}>
		${item ? html`<p class="case__back"><a class="utrecht-link" href=${hrefOf(view)}>${icon('arrowLeft')}${say('case.back')}</a></p>` : nothing}
		${!item ? html`<h2 class="visually-hidden" id="case-title" tabindex="-1">${say('case.none.title')}</h2>${
			paneState('inbox', say('case.none.title'), say(prefs.value.keys ? 'case.none.keys' : 'case.none'))}`
			: state === 'error' ? html`<h2 class="visually-hidden" id="case-title" tabindex="-1">${say('case.title', { nr: item })}</h2>${
				paneError(error, () => void loadCase(item))}`
				: !data ? html`<h2 class="visually-hidden" id="case-title" tabindex="-1">${say('case.title', { nr: item })}</h2>${bones(14)}`
					: keyed(data.nr, caseBody(data))}
	</section>`;
}

/** @param {Case} c */
function caseBody(c) {
	return html`${caseHead(c)}
		${open.value.error ? html`<p class="list__old" role="status">${icon('wifiOff')}${say('list.old', { at: hour(open.value.stamp) })}</p>` : nothing}
		${noticeBox()}
		<div class="case__body">
			<div class="case__story">${assignForm(c)}${callTask(c)}${said(c)}${timeline(c)}</div>
			<div class="case__facts">${deadline(c)}${routeCard(c)}${confirmations(c)}${caller(c)}${wishes(c)}${addressCard(c)}${origin(c)}</div>
		</div>`;
}

/** @param {Case} c */
function caseHead(c) {
	return html`<header class="case__head">
		<p class="case__id"><span>${say('case.title', { nr: c.nr })}</span>${c.receipt ? html`<span class="receipt">${clean(c.receipt)}</span>` : nothing}${
			c.state || c.state_label ? html`<span class="utrecht-status-badge utrecht-status-badge--neutral">${word('state', c.state, clean(c.state_label))}</span>` : nothing}${
			channel(c.channel)}</p>
		<h2 class="utrecht-heading-2" id="case-title" tabindex="-1">${own(c.subject || say('row.nosubject'))}</h2>
		<p class="case__address">${own(addressText(c) || say('row.noaddress'))}</p>
		<p class="case__chips">${urgency(c)}${dueChip(c)}</p>
		${primary(c)}
	</header>`;
}

/** The address as one line, whichever way central says it. @param {Case} c */
function addressText(c) {
	const a = /** @type {any} */ (c.address);
	return typeof a === 'string' ? a : a?.label ?? [a?.street, a?.number, a?.city].filter(Boolean).join(' ');
}

/** @param {Case} c @returns {Confirmation[]} */
function confirmationsOf(c) {
	return Array.isArray(c.confirmation) ? c.confirmation : c.confirmation ? [c.confirmation] : [];
}

const CALL_DONE = ['reached', 'done', 'cancelled', 'sent', 'failed'];

/** @param {Case} c */
function openCall(c) {
	return confirmationsOf(c).find((one) => one.kind === 'call' && !CALL_DONE.includes(one.state ?? ''));
}

/** The one next thing to do. @param {Case} c */
function primary(c) {
	const call = openCall(c);
	const phone = call?.to || c.contact?.phone;
	if (!call || !phone) return nothing;
	return html`<p class="case__act"><a class="utrecht-button utrecht-button--primary-action" data-keys="b" href=${phoneHref(phone)}>${icon('phoneCall')}<span>${
		say('call.now', { who: clean(c.contact?.name) || say('call.someone') })} <span class="numbers">${phoneText(phone)}</span></span></a></p>`;
}

function noticeBox() {
	const n = notice.value;
	return html`<div role="status" class="notice-slot">${n ? html`<p class="notice notice--${n.kind}">${
		icon(n.kind === 'ok' ? 'check' : 'triangle')}<span>${clean(n.text)}</span>
		<button type="button" class="utrecht-button utrecht-button--subtle" @click=${() => { notice.value = null; }} aria-label=${say('close')}>${icon('x')}</button></p>` : nothing}</div>`;
}

/* ---- left: what was said, what happened ---- */

/** @param {Case} c */
function said(c) {
	const lang = c.lang ?? c.report?.lang;
	const foreign = lang && lang !== 'nl';
	const words = c.words ?? c.report?.words;
	return html`<section class="card card--plain" aria-labelledby="said-title">
		<h3 class="utrecht-heading-3" id="said-title">${say('said.title')}</h3>
		${foreign ? html`<p class="said__lang">${icon('languages')}${say('said.lang', { lang: language(lang) })}</p>` : nothing}
		<dl class="answers">${(c.answers ?? []).filter((a) => !words || a.answer !== words).map((a) => html`<div class="answer"><dt>${own(a.question)}</dt><dd>${own(withDays(a.answer))}${
			a.original && foreign && a.original !== a.answer ? html`<span class="original" lang=${lang} dir="auto">${clean(a.original)}</span>` : nothing}</dd></div>`)}</dl>
		${words ? html`<figure class="words"><figcaption>${foreign ? say('said.words.lang', { lang: language(lang) }) : say('said.words')}</figcaption>
			<blockquote lang=${lang ?? 'nl'} dir="auto">${clean(words)}</blockquote></figure>` : nothing}
	</section>`;
}

/** Civil dates inside an answer, the way people write them. @param {string} text */
function withDays(text) {
	return clean(text).replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => wishDay(date, now.value));
}

/** @param {Case} c */
function timeline(c) {
	const events = [...(c.events ?? [])].sort((a, b) => b.n - a.n);
	return html`<section class="card card--plain" aria-labelledby="events-title">
		<h3 class="utrecht-heading-3" id="events-title">${say('events.title')}</h3>
		<ol class="timeline">${events.map((e) => html`<li class="timeline__item timeline__item--${/^[a-z_]+$/.test(e.what) ? e.what : 'other'}">
			<p class="timeline__what">${eventText(e)}</p>
			<p class="quiet">${at(e.t)}${e.who ? html` · ${word('who', e.who, clean(e.who))}` : nothing}</p></li>`)}</ol>
		${events.length ? nothing : html`<p class="quiet">${say('events.none')}</p>`}
	</section>`;
}

/** What happened in a word or two, then what somebody said about it. @param {import('../types.js').CaseEvent} e */
function eventText(e) {
	const known = e.what === 'called' && e.detail ? say(e.detail['reached'] ? 'event.called.reached' : 'event.called.not_reached')
		: word('event', e.what, clean(e.text) || clean(e.what));
	const extra = [e.detail?.['note'], e.text && e.text !== known && !e.detail ? e.text : ''].filter(Boolean).join(' ');
	return html`<strong>${known}</strong>${extra ? html` <span>${own(extra)}</span>` : nothing}`;
}

/* ---- right: the facts ---- */

/** @param {string} id @param {Parameters<typeof icon>[0]} sign @param {string} title @param {unknown} body @param {string} [extra] */
function card(id, sign, title, body, extra = '') {
	return html`<section class="card ${extra}" aria-labelledby="card-${id}"><h3 class="card__title" id="card-${id}">${icon(sign)}${title}</h3>${body}</section>`;
}

/** Log what came of the call. @param {Case} c */
function callTask(c) {
	const call = openCall(c);
	if (!call) return nothing;
	const tries = call.attempts ?? 0;
	return card('call', 'phoneCall', say('call.title'), html`
		<p>${call.due ? html`${say('call.before')} ${at(call.due)} <span class="${call.due < now.value ? 'warn' : 'quiet'}">(${untilDue(call.due, now.value)})</span>` : say('call.text')}</p>
		${tries ? html`<p class="quiet">${count('call.tries', tries)}</p>` : nothing}
		<form class="call" data-call=${call.id ?? nothing} @submit=${(/** @type {SubmitEvent} */ e) => submitCall(e, call.id ?? c.nr)}>
			<label class="utrecht-form-label" for="call-note">${say('call.note')}</label>
			<textarea class="utrecht-textarea" id="call-note" name="note" rows="2" maxlength="240"></textarea>
			<div class="buttons"><button class="utrecht-button utrecht-button--primary-action" name="result" value="reached"
				aria-disabled=${busy.value ? 'true' : nothing}>${icon('check')}${say('call.reached')}</button>
				<button class="utrecht-button utrecht-button--secondary-action" name="result" value="not_reached"
				aria-disabled=${busy.value ? 'true' : nothing}>${icon('phoneMissed')}${say('call.not_reached')}</button></div>
		</form>`, 'card--do');
}

/** @param {SubmitEvent} event @param {string|number} id */
async function submitCall(event, id) {
	event.preventDefault();
	const form = /** @type {HTMLFormElement} */ (event.currentTarget);
	const button = /** @type {HTMLButtonElement|null} */ (event.submitter);
	const result = button?.value === 'not_reached' ? 'not_reached' : 'reached';
	const note = String(new FormData(form).get('note') ?? '').trim();
	if (!await logCall(id, result, note)) return;
	form.reset();
	document.getElementById('case-title')?.focus();
}

/** No rule matched: a person chooses the party, with a reason. @param {Case} c */
function assignForm(c) {
	if (c.state !== 'exception') return nothing;
	const choice = parties.value;
	return card('assign', 'route', say('assign.title'), html`<p>${say('assign.text')}</p>
		<form class="call" @submit=${(/** @type {SubmitEvent} */ e) => submitAssign(e, c.nr)}>
			<label class="utrecht-form-label" for="assign-party">${say('assign.party')}</label>
			<select class="utrecht-select" id="assign-party" name="party" required><option value="">${say('assign.choose')}</option>${
				choice.map((p) => html`<option value=${p.key}>${clean(p.name)}</option>`)}</select>
			<label class="utrecht-form-label" for="assign-note">${say('assign.note')}</label>
			<input class="utrecht-textbox" id="assign-note" name="note" required maxlength="240" autocomplete="off">
			<div class="buttons"><button class="utrecht-button utrecht-button--primary-action" aria-disabled=${busy.value ? 'true' : nothing}
				>${icon('check')}${say('assign.go')}</button></div>
		</form>`, 'card--do');
}

/** @param {SubmitEvent} event @param {number} nr */
async function submitAssign(event, nr) {
	event.preventDefault();
	const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
	const key = String(data.get('party'));
	const name = parties.value.find((p) => p.key === key)?.name ?? key;
	if (await assignCase(nr, key, String(data.get('note') ?? '').trim(), clean(name))) document.getElementById('case-title')?.focus();
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
