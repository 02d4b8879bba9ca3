/* Follow my report: number, code, then one of three states and what the office says.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask } from './api.js';
import { field, hideProblem, markField, showProblem } from './fields.js';
import { all, fill, find, messages, show } from './page.js';

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
	show('[data-form], [data-keyboard], [data-submit]', true);
	show('[data-state]', false);
	field(second ? '#code' : '#nummer').focus();
}

/** @param {string} receipt @param {string} code */
async function look(receipt, code) {
	const answer = await ask('POST', 'cases', { receipt, code });
	if (!answer.ok) return showProblem(answer.problem ?? { code: 'internal' });
	const words = await messages();
	const at = STATES.indexOf(answer.data.state);
	fill('[data-state] [data-receipt]', answer.data.receipt);
	const known = answer.data.case;
	fill('[data-state-text]', words[`follow.case.${known?.state}`] ?? words[`follow.${answer.data.state}_text`] ?? '');
	fill('[data-case]', known?.party ? `${words['follow.party']} ${known.party}` : '');
	show('[data-case]', Boolean(known?.party));
	for (const step of all('[data-stop-at]')) {
		const n = STATES.indexOf(step.dataset.stopAt ?? '');
		step.classList.toggle('road__step--done', n <= at);
		step.classList.toggle('road__step--now', n === at);
		step.toggleAttribute('aria-current', false);
		if (n === at) step.setAttribute('aria-current', 'step');
	}
	show('[data-form], [data-keyboard]', false);
	show('[data-state]', true);
}
