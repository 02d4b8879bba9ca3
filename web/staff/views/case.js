/* The right pane: one case. Its head, what was said (in Dutch and in the person's own words) and what
 * happened; what to do now and the facts have files of their own.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { clean, hour, language, phoneHref, phoneText, wishDay } from '../format.js';
import { icon } from '../icons.js';
import { loadCase } from '../load.js';
import { hrefOf } from '../router.js';
import { notice, now, open, place, prefs } from '../state.js';
import { say, word } from '../words.js';
import { addressText, factCards, openCall } from './case_facts.js';
import { assignForm, callTask } from './case_tasks.js';
import { at, bones, channel, dueChip, own, paneError, paneState, urgency } from './parts.js';

/** @typedef {import('../types.js').Case} Case */

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
			<div class="case__facts">${factCards(c)}</div>
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
