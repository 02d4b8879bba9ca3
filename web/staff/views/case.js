/* The right pane: one case. Its head, what was said (in Dutch and in the person's own words) and what
 * happened; what to do now and the facts have files of their own.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { clean, language, phoneHref, phoneText, wishDay } from '../format.js';
import { icon } from '../icons.js';
import { loadCase } from '../load.js';
import { hrefOf } from '../router.js';
import { notice, now, open, place, prefs } from '../state.js';
import { say, word } from '../words.js';
import { addressText, factCards, openCall } from './case_facts.js';
import { assignForm, callTask } from './case_tasks.js';
import { at, badge, bones, channel, dueChip, maybe, oldNews, own, paneError, paneState, urgency } from './parts.js';

/** @typedef {import('../types.js').Case} Case */

export function casePane() {
	const { item, view } = place.value;
	const back = html`<p class="case__back"><a class="utrecht-link" href=${hrefOf(view)}>${icon('arrowLeft')}${say('case.back')}</a></p>`;
	return html`<section class="case" id="case" aria-labelledby="case-title" ?data-open=${Boolean(item)}>
		${item ? back : nothing}${paneBody(item)}
	</section>`;
}

/** @param {string} item */
function paneBody(item) {
	const { state, data, error } = open.value;
	if (!item) {
		const text = say(prefs.value.keys ? 'case.none.keys' : 'case.none');
		return html`${hiddenTitle(say('case.none.title'))}${paneState('inbox', say('case.none.title'), text)}`;
	}
	const title = hiddenTitle(say('case.title', { nr: item }));
	if (state === 'error') return html`${title}${paneError(error, () => void loadCase(item))}`;
	return data ? keyed(data.nr, caseBody(data)) : html`${title}${bones(14)}`;
}

/** @param {string} text */
function hiddenTitle(text) {
	return html`<h2 class="visually-hidden" id="case-title" tabindex="-1">${text}</h2>`;
}

/** @param {Case} c */
function caseBody(c) {
	return html`${caseHead(c)}${oldNews(open.value)}${noticeBox()}
		<div class="case__body">
			<div class="case__story">${assignForm(c)}${callTask(c)}${said(c)}${timeline(c)}</div>
			<div class="case__facts">${factCards(c)}</div>
		</div>`;
}

/** @param {Case} c */
function caseHead(c) {
	return html`<header class="case__head">
		<p class="case__id"><span>${say('case.title', { nr: c.nr })}</span>${
			maybe(c.receipt, (receipt) => html`<span class="receipt">${clean(receipt)}</span>`)}${
			maybe(c.state, (state) => badge('neutral', word('state', state, clean(c.state_label))))}${channel(c.channel)}</p>
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
	const who = clean(c.contact?.name) || say('call.someone');
	return html`<p class="case__act"><a class="utrecht-button utrecht-button--primary-action" data-keys="b"
		href=${phoneHref(phone)}>${icon('phoneCall')}<span>${say('call.now', { who })} <span class="numbers">${
		phoneText(phone)}</span></span></a></p>`;
}

/** What came of the last act. */
export function noticeBox() {
	const close = () => { notice.value = null; };
	return html`<div role="status" class="notice-slot">${maybe(notice.value, (n) => html`<p class="notice notice--${n.kind}">${
		icon(n.kind === 'ok' ? 'check' : 'triangle')}<span>${clean(n.text)}</span><button type="button"
		class="utrecht-button utrecht-button--subtle" @click=${close} aria-label=${say('close')}>${icon('x')}</button></p>`)}</div>`;
}

/* ---- what was said ---- */

/** @param {Case} c */
function said(c) {
	const lang = c.lang ?? c.report?.lang ?? 'nl';
	const foreign = lang !== 'nl';
	const words = c.words ?? c.report?.words;
	const answers = (c.answers ?? []).filter((a) => !words || a.answer !== words);
	return html`<section class="card card--plain" aria-labelledby="said-title">
		<h3 class="utrecht-heading-3" id="said-title">${say('said.title')}</h3>
		${maybe(foreign, () => html`<p class="said__lang">${icon('languages')}${say('said.lang', { lang: language(lang) })}</p>`)}
		<dl class="answers">${answers.map((a) => html`<div class="answer"><dt>${own(a.question)}</dt><dd>${
			own(withDays(a.answer))}${foreign ? original(a, lang) : nothing}</dd></div>`)}</dl>
		${maybe(words, () => ownWords(words, lang))}
	</section>`;
}

/** The answer as the person saw it. @param {import('../types.js').Answer} a @param {string} lang */
function original(a, lang) {
	if (!a.original || a.original === a.answer) return nothing;
	return html`<span class="original" lang=${lang} dir="auto">${clean(a.original)}</span>`;
}

/** @param {string} words @param {string} lang */
function ownWords(words, lang) {
	const title = lang === 'nl' ? say('said.words') : say('said.words.lang', { lang: language(lang) });
	return html`<figure class="words"><figcaption>${title}</figcaption>
		<blockquote lang=${lang} dir="auto">${clean(words)}</blockquote></figure>`;
}

/** Civil dates inside an answer, the way people write them. @param {string} text */
function withDays(text) {
	return clean(text).replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => wishDay(date, now.value));
}

/* ---- what happened ---- */

/** @param {Case} c */
function timeline(c) {
	const events = [...(c.events ?? [])].sort((a, b) => b.n - a.n);
	return html`<section class="card card--plain" aria-labelledby="events-title">
		<h3 class="utrecht-heading-3" id="events-title">${say('events.title')}</h3>
		<ol class="timeline">${events.map((e) => html`<li class="timeline__item">
			<p class="timeline__what">${eventText(e)}</p>
			<p class="quiet">${at(e.t)}${maybe(e.who, (who) => html` · ${word('who', who, clean(who))}`)}</p></li>`)}</ol>
		${events.length ? nothing : html`<p class="quiet">${say('events.none')}</p>`}
	</section>`;
}

/** What happened in a word or two, then what somebody said about it. @param {import('../types.js').CaseEvent} e */
function eventText(e) {
	const called = e.what === 'called' && e.detail;
	const known = called ? say(e.detail?.['reached'] ? 'event.called.reached' : 'event.called.not_reached')
		: word('event', e.what, clean(e.text) || clean(e.what));
	const extra = e.detail ? e.detail['note'] : e.text !== known && e.text;
	return html`<strong>${known}</strong>${maybe(extra, (text) => html` <span>${own(text)}</span>`)}`;
}
