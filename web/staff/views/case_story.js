/* What happened with a case, newest first, told in the words of the forms that were filled in.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, moment, wishDay } from '../format.js';
import { hrefOf } from '../router.js';
import { now } from '../state.js';
import { say, word } from '../words.js';
import { at, maybe, own, quiet } from './parts.js';

/** @typedef {import('../types/case.js').Case} Case */
/** @typedef {import('../types/case.js').CaseEvent} CaseEvent */

/** @param {Case} c */
export function timeline(c) {
	const events = [...(c.events ?? [])].sort((a, b) => b.n - a.n);
	return html`<section class="card card--plain" aria-labelledby="events-title">
		<h3 class="utrecht-heading-3" id="events-title">${say('events.title')}</h3>
		<ol class="timeline">${events.map((e) => html`<li class="timeline__item">
			<p class="timeline__what">${eventText(e)}</p>
			${eventFacts(e)}
			<p class="quiet">${at(e.t)}${maybe(e.who, (who) => html` · ${word('who', who, clean(who))}`)}</p></li>`)}</ol>
		${events.length ? nothing : html`<p class="quiet">${say('events.none')}</p>`}
	</section>`;
}

/** What happened in a word or two. @param {CaseEvent} e */
function eventText(e) {
	const called = e.what === 'called' && e.detail;
	const known = called ? say(e.detail?.['reached'] ? 'event.called.reached' : 'event.called.not_reached')
		: word('event', e.what, clean(e.text) || clean(e.what));
	const extra = e.facts?.length ? '' : e.detail ? e.detail['note'] ?? e.detail['words'] : e.text !== known && e.text;
	return html`<strong>${known}</strong>${maybe(extra, (text) => html` <span>${own(text)}</span>`)}`;
}

/* Facts long enough to be somebody's words get a line of their own. */
const WORDS = 60;

/** @param {CaseEvent} e */
function eventFacts(e) {
	const facts = e.facts ?? [];
	if (!facts.length) return nothing;
	return html`<dl class="told">${facts.map((fact) => html`<div class=${fact.value.length > WORDS ? 'told__words' : 'told__fact'}>
		<dt>${clean(fact.label)}</dt><dd>${factText(fact)}</dd></div>`)}</dl>`;
}

/** @param {{ value: string, type: string }} fact */
function factText(fact) {
	if (fact.type === 'date') return html`<span class="numbers">${wishDay(fact.value, now.value)}</span>`;
	if (fact.type === 'time') return quiet(moment(Number(fact.value), now.value));
	if (fact.type === 'case') return html`<a class="utrecht-link" href=${hrefOf('all', fact.value)}>${say('case.title', { nr: fact.value })}</a>`;
	return own(fact.value);
}
