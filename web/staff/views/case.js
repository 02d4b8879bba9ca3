/* The right pane: one case. Its head and what was said (in Dutch and in the person's own words); what to
 * do now, what happened and the facts have files of their own.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { clean, language, wishDay } from '../format.js';
import { icon } from '../icons.js';
import { loadCase } from '../load.js';
import { hrefOf } from '../router.js';
import { looking, notice, now, open, place, prefs } from '../state.js';
import { count, say, word } from '../words.js';
import { beforeCard } from './case_before.js';
import { addressText, factCards } from './case_facts.js';
import { caseActs, stepForm } from './case_steps.js';
import { timeline } from './case_story.js';
import { callTask } from './case_tasks.js';
import { lettersCard } from './letters.js';
import { badge, bones, channel, dueChip, maybe, oldNews, own, paneError, paneState, urgency } from './parts.js';

/** @typedef {import('../types/case.js').Case} Case */

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
			<div class="case__story">${stepForm(c)}${beforeCard(c)}${callTask(c)}${said(c)}${lettersCard(c)}${timeline(c)}</div>
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
		<p class="case__chips">${urgency(c)}${dueChip(c)}${kind(c)}${maybe(c.reopened, (n) => html`<span class="chip chip--soon">${
			icon('reopened')}${count('case.reopened', n)}</span>`)}${owner(c)}</p>
		${colleaguesHere(c)}${caseActs(c)}
	</header>`;
}

/** What it is, and what it came in as when that was something else (D10). @param {Case} c */
function kind(c) {
	const first = c.kind_first && c.kind_first !== c.kind ? say('case.kind.first', { kind: clean(c.kind_first_label).toLowerCase() }) : '';
	return maybe(c.kind, () => html`<span>${clean(c.kind_label)}${maybe(first, (text) => html` <span class="quiet">(${text})</span>`)}</span>`);
}

/** Whose it is now. @param {Case} c */
function owner(c) {
	const whose = c.owner ? own(c.owner) : say('row.noowner');
	return html`<span class="with-icon case__owner">${icon('user')}<span>${whose}${maybe(c.department_label, (label) => html` <span class="quiet">· ${
		clean(label)}</span>`)}</span></span>`;
}

/** A colleague has the same case open. @param {Case} c */
function colleaguesHere(c) {
	const who = looking.value.nr === c.nr ? looking.value.who : [];
	return html`<div role="status" class="here-slot">${maybe(who.length, () => html`<p class="here">${icon('eye')}<span>${who.slice(0, 3).map((one, i) => html`${
		i ? ', ' : ''}<strong>${own(one.name)}</strong> ${say(one.typing ? 'here.typing' : 'here.looking')}`)}</span></p>`)}</div>`;
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

/** The answer as the person saw it. @param {import('../types/case.js').Answer} a @param {string} lang */
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
