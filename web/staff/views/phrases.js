/* Beheer: the standard texts, one form each, and one more for a new one.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { clean } from '../format.js';
import { icon } from '../icons.js';
import { busy, notice, phraseBook } from '../state.js';
import { editPhrase, editedPhrase, loadPhraseBook, removePhrase, savePhrase } from '../phrases.js';
import { say } from '../words.js';
import { bones, button, maybe, own, paneError } from './parts.js';

/** @typedef {import('../types/steps.js').Phrase} Phrase */

/** @type {Phrase} */
const NEW = { id: 0, subject: 'note', title: '', text: '' };

export function phrasesPane() {
	const { state, error, rows } = phraseBook.value;
	const body = state === 'error' ? paneError(error, () => void loadPhraseBook()) : state !== 'ready' && !rows.length ? bones(8)
		: html`${holes()}<div class="leaders">${keyed(rows.length, form(NEW))}${rows.map(form)}</div>`;
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head"><div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.phrases')}</h2></div>
			<p class="list__lead">${say('lead.phrases')}</p></div>
		<div class="list__body"><div role="status" class="notice-slot">${maybe(notice.value, (n) => html`<p class="notice notice--${n.kind}">${
			icon('check')}<span>${clean(n.text)}</span></p>`)}</div>${body}</div></section>`;
}

/** What stands between braces. */
function holes() {
	return html`<div class="holes"><p>${say('phrases.holes')}</p><dl>${phraseBook.value.holes.map((one) => html`<div><dt><code>{${one.name}}</code></dt><dd>${
		clean(one.label)}</dd></div>`)}</dl></div>`;
}

/** @param {Phrase} row */
function form(row) {
	const now = editedPhrase(row);
	const problem = phraseBook.value.problems[row.id];
	const id = (/** @type {string} */ name) => `text-${name}-${row.id}`;
	const wrong = (/** @type {string} */ name) => (problem?.field === name ? 'true' : nothing);
	const about = (/** @type {string} */ name) => (problem?.field === name ? id('problem') : nothing);
	const typed = (/** @type {string} */ name) => (/** @type {Event} */ e) => editPhrase(row, { [name]: /** @type {HTMLInputElement} */ (e.target).value });
	const submit = (/** @type {Event} */ e) => {
		e.preventDefault();
		void savePhrase(row);
	};
	const name = row.id ? own(row.title) : say('phrases.new');
	const whose = html`<span class="visually-hidden">: ${row.id ? clean(row.title) : say('phrases.new')}</span>`;
	return html`<form class="card text-form" novalidate @submit=${submit} aria-labelledby=${id('head')}>
		<h3 class="card__title" id=${id('head')}>${icon(row.id ? 'list' : 'plus')}${name}</h3>
		<div class="leader__fields">
			<div class="field"><label class="utrecht-form-label" for=${id('title')}>${say('phrases.title')}</label>
				<input class="utrecht-textbox" id=${id('title')} autocomplete="off" maxlength="80" .value=${now.title} aria-invalid=${wrong('title')}
					aria-describedby=${about('title')} @input=${typed('title')}></div>
			<div class="field"><label class="utrecht-form-label" for=${id('subject')}>${say('phrases.subject')}</label>
				<select class="utrecht-select" id=${id('subject')} aria-invalid=${wrong('subject')} @change=${typed('subject')}>${
				phraseBook.value.subjects.map((one) => html`<option value=${one.value} ?selected=${one.value === now.subject}>${clean(one.label)}</option>`)}</select></div></div>
		<div class="field"><label class="utrecht-form-label" for=${id('text')}>${say('phrases.text')}</label>
			<textarea class="utrecht-textarea" id=${id('text')} rows="4" maxlength="2000" .value=${now.text} aria-invalid=${wrong('text')}
				aria-describedby=${about('text')} @input=${typed('text')}></textarea></div>
		${maybe(problem, (p) => html`<p class="step__error" role="alert" id=${id('problem')}>${clean(p.text)}</p>`)}
		<div class="buttons"><button class="utrecht-button utrecht-button--${phraseBook.value.forms[row.id] ? 'primary' : 'secondary'}-action"
			aria-disabled=${busy.value ? 'true' : nothing}>${icon('check')}${say('leaders.save')}${whose}</button>
			${row.id ? button('subtle', 'x', html`${say('phrases.remove')}${whose}`, () => void removePhrase(row)) : nothing}</div>
	</form>`;
}
