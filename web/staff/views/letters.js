/* Letters on the case page: those a step would send, those that went or wait, and one as it goes on
 * paper. A letter in another language has the Dutch beside it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { clean, language } from '../format.js';
import { icon } from '../icons.js';
import { decide, openLetter } from '../letters.js';
import * as s from '../state.js';
import { say } from '../words.js';
import { callWord, outgoingKind } from './case_facts.js';
import { at, badge, button, fact, maybe, own, quiet } from './parts.js';

/** @typedef {import('../types/case.js').Case} Case */
/** @typedef {import('../types/steps.js').Letter} Letter */
/** @typedef {import('../types/steps.js').Message} Message */

const SIGNS = /** @type {Record<string, import('./parts.js').Sign>} */ ({ mail: 'mail', call: 'phone', print: 'printer', sms: 'tablet' });

/* ---- words ---- */

/** One text in its language; it scrolls by itself, so it can be reached by keyboard.
 * @param {string} id @param {string} title @param {string} lang @param {string} subject @param {string} text */
function sheet(id, title, lang, subject, text) {
	return html`<div class="letter__sheet" role="group" tabindex="0" aria-labelledby=${id}>
		<p class="letter__lang" id=${id}>${title}</p>
		<div lang=${lang} dir="auto"><p class="letter__subject">${clean(subject)}</p><p class="letter__text">${clean(text)}</p></div></div>`;
}

/** @param {string} id @param {Letter} one */
function words(id, one) {
	if (!one.text) return nothing;
	const lang = one.lang ?? 'nl', beside = one.text_nl;
	return html`<div class="letter__words ${beside ? 'letter__words--two' : ''}">
		${sheet(`${id}-own`, say('letters.in', { lang: language(lang) }), lang, one.subject ?? '', one.text)}
		${maybe(beside, (text) => sheet(`${id}-nl`, say('letters.beside'), 'nl', one.subject_nl ?? '', text))}</div>`;
}

/* ---- before a step ---- */

/** What the step would send. @param {import('../types/steps.js').Step} step */
export function previewBox(step) {
	if (!step.letters) return nothing;
	const p = s.preview.value;
	const ready = p.state === 'ready';
	return html`<section class="preview" aria-labelledby="preview-title" data-state=${p.state}>
		<h4 class="preview__title" id="preview-title" tabindex="-1">${icon('mail')}${say(ready ? 'letters.will' : 'letters.preview')}</h4>
		<div role="status">${ready && !p.letters.length ? html`<p>${say('letters.nothing')}</p>` : nothing}${
			p.state === 'incomplete' ? html`<p class="quiet">${say('letters.incomplete')}</p>` : nothing}${
			p.state === 'loading' ? html`<p class="quiet">${say('letters.loading')}</p>` : nothing}${
			p.state === 'error' ? html`<p class="warn">${clean(p.error)}</p>` : nothing}</div>
		${p.state === 'ready' || p.state === 'loading' ? p.letters.map((one, i) => html`<article class="mailing" aria-labelledby="preview-${i}">
			<p class="letter__to" id="preview-${i}">${icon(SIGNS[one.kind] ?? 'mail')}<span><strong>${say(`letters.kind.${one.kind}`)}</strong> ${
				own(one.to_label)}${maybe(one.kind === 'mail' && one.address, (to) => html` ${quiet(own(to))}`)}</span></p>
			${one.kind === 'call' ? html`<p>${say('letters.call')}</p>` : words(`preview-${i}`, one)}</article>`) : nothing}</section>`;
}

/* ---- those of a case ---- */

/** @param {Case} c */
export function lettersCard(c) {
	const all = (c.messages ?? []).filter((one) => one.kind !== 'call' || one.why !== 'confirmation');
	if (!all.length) return nothing;
	return html`<section class="card card--plain letters" aria-labelledby="letters-title">
		<h3 class="utrecht-heading-3" id="letters-title" tabindex="-1">${say('letters.title')}</h3>
		<ul class="letters__list">${all.map(message)}</ul></section>`;
}

const ACTS = /** @type {Record<string, import('./parts.js').Sign>} */ ({ retry: 'refresh', paper: 'printer', phone: 'phone', bounced: 'reopened', drop: 'x' });

/** @param {Message} one */
function message(one) {
	const open = ['waiting', 'failed', 'unsure'].includes(one.state);
	const about = html`<span class="visually-hidden">: ${clean(one.why_label)}, ${clean(one.to_label)}</span>`;
	const acts = one.acts ?? [];
	return html`<li class="letters__row" data-message=${one.id}>
		<p class="letters__what">${icon(SIGNS[one.kind] ?? 'mail')}<span><strong>${clean(one.why_label)}</strong> ${quiet(say(`letters.kind.${one.kind}`))}</span>${
			badge(outgoingKind(one.state), callWord(one))}</p>
		<dl class="facts">${fact(say('confirm.to'), html`${own(one.to_label)}${maybe(one.to, (to) => html` ${quiet(own(to))}`)}`)}
			${fact(say('letters.why'), clean(one.reason))}
			${fact(say(one.state === 'waiting' ? (one.kind === 'mail' ? 'confirm.next' : 'confirm.before') : 'confirm.at'), at(one.state === 'waiting' ? one.due : one.done))}
			${fact(say('confirm.attempts'), one.attempts > 1 ? one.attempts : '')}
			${fact(say('confirm.by'), one.by ? own(one.by) : '')}</dl>
		<div class="buttons">${one.kind === 'call' ? nothing : button('secondary-action', 'eye', html`${say(open ? 'letters.read.print' : 'letters.read')}${about}`, () => void openLetter(one))}
			${acts.map((act) => button('subtle', ACTS[act] ?? 'check', html`${say(`letters.act.${act}`)}${about}`, () => void decide(one, act)))}</div></li>`;
}

/* ---- on paper ---- */

/** @param {Element|undefined} box */
function follow(box) {
	const dialog = /** @type {HTMLDialogElement|undefined} */ (box);
	if (!dialog?.isConnected) return;
	if (s.letter.value && !dialog.open) dialog.showModal();
	if (!s.letter.value && dialog.open) dialog.close();
}

export function letterSheet() {
	const one = s.letter.value;
	if (!one) return nothing;
	const close = () => { s.letter.value = null; };
	const soon = (/** @type {Element|undefined} */ box) => queueMicrotask(() => follow(box));
	const paper = (one.message.acts ?? []).includes('paper');
	return html`<dialog class="sheet sheet--wide slip-sheet" aria-labelledby="letter-title" ${ref(soon)} @close=${close}>
		<div class="letter-paper">
			<p class="slip__house">${clean(s.corporation.value)}</p>
			<h2 class="letter__subject" id="letter-title" lang=${one.lang ?? 'nl'}>${clean(one.subject)}</h2>
			<p class="letter__text" lang=${one.lang ?? 'nl'} dir="auto">${clean(one.text)}</p>
		</div>
		${maybe(one.text_nl, (text) => html`<details class="letter__beside"><summary>${say('letters.beside')}</summary>
			<p class="letter__subject">${clean(one.subject_nl)}</p><p class="letter__text">${clean(text)}</p></details>`)}
		<div class="buttons slip__buttons">${button('primary-action', 'printer', say('slip.print'), () => print())}
			${paper ? button('secondary-action', 'check', say('letters.act.paper'), () => void decide(one.message, 'paper')) : nothing}
			${button('subtle', 'x', say('close'), close)}</div>
	</dialog>`;
}
