/* Follow my report: number, code, then one of three states and what the office says; and what the
 * tenant says back: solved or not, or that he is not satisfied.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask } from './api.js';
import { dayName, momentName } from './calendar.js';
import { makeId } from './draft.js';
import { card } from './energy.js';
import { field, hideProblem, markField, showProblem } from './fields.js';
import { leave } from './idle.js';
import { all, fill, find, messages, page, show } from './page.js';

/** What is said about which report. @typedef {{ id: string, receipt: string, code: string, answer: string }} Saying */

const STATES = ['kiosk', 'underway', 'office'];

export function startFollow() {
	const number = field('#nummer');
	const code = field('#code');
	for (const input of [number, code])
		input.addEventListener('input', () => {
			markField(input, false);
			hideProblem();
		});
	addEventListener('hashchange', showStep);
	find('[data-back]')?.addEventListener('click', (event) => {
		if (find('[data-say]')?.hidden === false) {
			event.preventDefault();
			return showView('state');
		}
		if (!location.hash) return;
		event.preventDefault();
		location.hash = '';
	});
	find('[data-form]')?.addEventListener('submit', (event) => {
		event.preventDefault();
		const receipt = tidy(number.value);
		if (location.hash !== '#code') {
			if (receipt.length < 8) return markField(number, true);
			location.hash = 'code';
			return;
		}
		if (tidy(code.value).length !== 6) return markField(code, true);
		look(number.value.trim().toUpperCase(), tidy(code.value));
	});
	find('[data-done]')?.addEventListener('click', leave);
	showStep();
}

/** @param {string} text */
function tidy(text) {
	return text.replace(/[\s-]/g, '').toUpperCase();
}

function showStep() {
	const second = location.hash === '#code' && tidy(field('#nummer').value) !== '';
	show('[data-step="receipt"]', !second);
	show('[data-step="code"]', second);
	showView('form');
	field(second ? '#code' : '#nummer').focus();
}

/** One view at a time. @param {"form"|"state"|"say"|"thanks"} view */
function showView(view) {
	for (const name of ['form', 'state', 'say', 'thanks']) show(`[data-${name}]`, name === view);
	show('[data-submit]', view === 'form');
	show('[data-keyboard]', view === 'form' || view === 'say');
	const question = find('.ask__question');
	if (!question) return;
	question.dataset.own ??= question.textContent ?? '';
	if (view !== 'say') question.textContent = question.dataset.own;
}

/** @param {string} receipt @param {string} code */
async function look(receipt, code) {
	const answer = await ask('POST', 'cases', { receipt, code });
	if (!answer.ok) return showProblem(answer.problem ?? { code: 'internal' });
	hideProblem();
	const words = await messages();
	fill('[data-state] [data-receipt]', answer.data.receipt);
	drawRoad(answer.data.state);
	drawCase(answer.data, words);
	drawSaying(answer.data, code, words);
	showView('state');
}

/** @param {string} state kiosk, underway, office */
function drawRoad(state) {
	const at = STATES.indexOf(state);
	for (const step of all('[data-stop-at]')) {
		const n = STATES.indexOf(step.dataset.stopAt ?? '');
		step.classList.toggle('road__step--done', n <= at);
		step.classList.toggle('road__step--now', n === at);
		step.toggleAttribute('aria-current', false);
		if (n === at) step.setAttribute('aria-current', 'step');
	}
}

/** An appointment: a day with its part, or a moment. @param {any} when @param {Record<string, string>} words */
function whenText(when, words) {
	if (typeof when === 'number') return momentName(when, page.lang);
	if (!when?.day) return '';
	const part = words[`days.${when.part}`];
	return [dayName(when.day, page.lang), part?.toLocaleLowerCase(page.lang)].filter(Boolean).join(', ');
}

/** How it stands in one sentence, and with whom it is. A state without a sentence has the general one. @param {any} data @param {Record<string, string>} words */
function drawCase(data, words) {
	const known = data.case;
	const sentence = known ? words[`follow.case.${known.state}`] ?? words['follow.case.other'] : words[`follow.${data.state}_text`];
	fill('[data-state-text]', sentence ?? '');
	const when = whenText(known?.when, words);
	fill('[data-when-text]', when);
	show('[data-when]', when !== '');
	const contact = known?.contact;
	find('[data-parties]')?.replaceChildren(...(contact ? [card(contact, words['follow.party'], false)] : []));
	fill('[data-case]', known?.party ? `${words['follow.party']} ${known.party}` : '');
	show('[data-case]', Boolean(known?.party) && !contact);
}

/* ---- what the tenant says ------------------------------------------------------------------ */

/** @param {any} data @param {string} code @param {Record<string, string>} words */
function drawSaying(data, code, words) {
	const waits = Boolean(data.answered) && data.answered.state !== 'office';
	fill('[data-sent-text]', data.answered ? words[`follow.sent.${data.answered.state}`] ?? '' : '');
	show('[data-sent]', Boolean(data.answered));
	show('[data-ask]', Boolean(data.case?.ask) && !waits);
	show('[data-complain]', Boolean(data.may_complain) && !waits);
	/** @type {Map<string, Saying>} the same answer keeps its id, however often it is tried */
	const sayings = new Map();
	for (const button of all('[data-answer]'))
		button.onclick = () => {
			const answer = button.dataset.answer ?? '';
			const saying = sayings.get(answer) ?? { id: makeId(), receipt: data.receipt, code, answer };
			sayings.set(answer, saying);
			if (answer === 'solved') return say(saying, '', words);
			askWords(saying, words);
		};
}

/** In own words, or none: nothing has to be told twice. @param {Saying} saying @param {Record<string, string>} words */
function askWords(saying, words) {
	const form = /** @type {HTMLElement} */ (find('[data-say]'));
	showView('say');
	fill('.ask__question', words[`follow.say.${saying.answer}`]);
	form.onsubmit = (event) => {
		event.preventDefault();
		say(saying, field('#zeg').value.trim(), words);
	};
	/** @type {HTMLElement} */ (find('[data-skip-words]')).onclick = () => say(saying, '', words);
	field('#zeg').focus();
}

/** @param {Saying} saying @param {string} text @param {Record<string, string>} words */
async function say(saying, text, words) {
	const buttons = /** @type {HTMLButtonElement[]} */ (all('[data-answer], [data-say] button'));
	for (const button of buttons) button.disabled = true;
	const reply = await ask('POST', 'cases/answer', { ...saying, words: text || null, lang: page.lang });
	for (const button of buttons) button.disabled = false;
	if (!reply.ok) return showProblem(reply.problem ?? { code: 'internal' });
	hideProblem();
	field('#zeg').value = '';
	fill('[data-thanks-text]', words[`follow.thanks.${saying.answer}`]);
	fill('[data-thanks-sent]', words[`follow.sent.${reply.data.state}`] ?? '');
	showView('thanks');
	find('[data-thanks]')?.focus();
}
