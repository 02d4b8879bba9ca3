/* The corporation's own words of letters: a list, and beside it one letter with how it reads.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { adminData, isOneOf, loadAdmin } from '../admin.js';
import { clean } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { busy, place, textOpen } from '../state.js';
import { editText, keepText, loadText } from '../texts.js';
import { count, say, word } from '../words.js';
import { noticeBox } from './case.js';
import { card } from './case_facts.js';
import { badge, bones, button, maybe, oldNews, own, paneError, paneState, quiet } from './parts.js';

/** @typedef {import('../types/admin.js').TextRow} TextRow */
/** @typedef {import('../types/admin.js').TextOpen} TextOpen */

export function textsPane() {
	const loaded = adminData('texts');
	const rows = /** @type {TextRow[]} */ (loaded.data?.texts ?? []);
	const body = loaded.state === 'error' ? paneError(loaded.error, () => void loadAdmin('texts')) : !loaded.data ? bones(8)
		: html`${oldNews(loaded)}<ul class="rows" aria-label=${say('view.texts')}>${rows.flatMap((r) => r.langs.map((l) => row(r, l)))}</ul>`;
	const mine = rows.flatMap((r) => r.langs).filter((l) => l.own).length;
	return html`<section class="list" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.texts')}</h2>
				<p class="quiet" role="status">${loaded.data ? count('count.texts', mine) : ''}</p></div>
			<p class="list__lead">${say('lead.texts')}</p></div>
		<div class="list__body">${body}</div></section>`;
}

/** @param {TextRow} r @param {{ lang: string, own: boolean }} l */
function row(r, l) {
	const item = `${l.lang}:${r.name}`;
	const here = place.value.item === item;
	return html`<li class="row row--home ${here ? 'row--here' : ''}">
		<p class="row__subject"><a class="row__link" data-row href=${hrefOf('texts', item)} aria-current=${here ? 'true' : nothing}>${clean(r.label)}<span class="visually-hidden"> ${
			word('texts.lang', l.lang)}</span></a></p>
		<p class="row__due">${l.own ? badge('warning', say('texts.own')) : nothing}</p>
		<p class="row__where">${clean(r.to)} ${quiet(html`· ${word('texts.lang', l.lang)}`)}</p></li>`;
}

export function textPane() {
	const { item, view } = place.value;
	const back = html`<p class="case__back"><a class="utrecht-link" href=${hrefOf(view)}>${icon('arrowLeft')}${say('view.texts')}</a></p>`;
	return html`<section class="case" id="case" aria-labelledby="case-title" ?data-open=${Boolean(item)}>${item ? back : nothing}${body(item)}</section>`;
}

/** @param {string} item */
function body(item) {
	const { state, data, error } = textOpen.value;
	const title = (/** @type {string} */ text) => html`<h2 class="visually-hidden" id="case-title" tabindex="-1">${text}</h2>`;
	if (!item) return html`${title(say('texts.none'))}${paneState('mail', say('texts.none'), say('texts.none.text'))}`;
	if (state === 'error') return html`${title(item)}${paneError(error, () => void loadText(item))}`;
	return data ? keyed(data.item, letter(data)) : html`${title(item)}${bones(10)}`;
}

/** @param {TextOpen} t */
function letter(t) {
	const may = isOneOf('admin');
	const dirty = t.draft !== t.text;
	return html`<header class="case__head"><h2 class="utrecht-heading-2" id="case-title" tabindex="-1">${clean(t.label)}</h2>
			<p class="case__address">${clean(t.to)} · ${word('texts.lang', t.lang)} ${t.own ? badge('warning', say('texts.own')) : badge('neutral', say('texts.builtin'))}</p></header>${noticeBox()}
		<div class="case__body case__body--even"><div class="case__story">${card('words', 'list', say('texts.words'), html`
			<div class="field"><label class="utrecht-form-label" for="letter-text">${say('texts.label')}</label>
				<textarea class="utrecht-textarea" id="letter-text" rows="16" spellcheck="true" lang=${t.lang} ?readonly=${!may} .value=${t.draft}
					aria-invalid=${t.problem ? 'true' : nothing} aria-describedby="letter-problem"
					@input=${(/** @type {Event} */ e) => editText(/** @type {HTMLTextAreaElement} */ (e.target).value)}></textarea>
				<p class="warn" id="letter-problem" role="status">${t.problem ? own(t.problem) : ''}</p></div>
			${may ? html`<div class="buttons">
				<button type="button" class="utrecht-button utrecht-button--primary-action" aria-disabled=${busy.value || t.problem || !dirty ? 'true' : nothing}
					@click=${() => { if (!t.problem && dirty) void keepText('save'); }}>${icon('check')}${say('mend.save')}</button>
				${maybe(t.own, () => button('secondary-action', 'reopened', say('texts.reset'), () => void keepText('reset')))}</div>` : html`<p class="quiet">${say('texts.admin')}</p>`}
			<details class="mend__row"><summary><span class="mend__what">${say('texts.facts')}</span></summary><ul class="facts__list">${t.facts.map((f) => html`<li><code>{{${f.name}}}</code>${
				f.needed ? html` ${quiet(say('texts.needed'))}` : nothing}</li>`)}</ul></details>`, 'card--plain')}</div>
		<div class="case__story">${card('reads', 'eye', say('texts.reads'), html`<p class="quiet">${say('texts.sample')}</p>
			<div class="letter" lang=${t.lang}><p><strong>${own(t.subject)}</strong></p>${t.body.split('\n\n').map((part) => html`<p class="letter__part">${own(part)}</p>`)}</div>`)}</div></div>`;
}
