/* "Tell us as well" on an emergency page: one tap leaves an alarm. When the daemon does not answer it
 * is tried again from any page of this tab until it did.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask } from './api.js';
import { all, page, show } from './page.js';

const KEY = 'portiek.alarms';
const AGAIN = 5000; /* ms between two tries */

/** @returns {string[]} */
function waiting() {
	return JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
}

/** @param {string[]} codes */
function keep(codes) {
	sessionStorage.setItem(KEY, JSON.stringify([...new Set(codes)]));
}

/** @param {string} code @returns {Promise<boolean>} */
async function deliver(code) {
	const answer = await ask('POST', `alarms/${encodeURIComponent(code)}`, {}, { keepalive: true, patience: 8000 });
	return answer.ok || answer.status === 429;
}

async function retry() {
	for (const code of waiting()) {
		if (!(await deliver(code))) continue;
		keep(waiting().filter((one) => one !== code));
		if (page.data.emergency === code) say(true);
	}
}

/** @param {boolean} told */
function say(told) {
	show('[data-alarm-done]', told);
	show('[data-alarm-failed]', !told);
	show('[data-alarm] button', !told);
}

export function startAlarms() {
	for (const form of all('[data-alarm]'))
		form.addEventListener('submit', async (event) => {
			event.preventDefault();
			const code = form.dataset.alarm ?? '';
			for (const button of all('button', form)) /** @type {HTMLButtonElement} */ (button).disabled = true;
			keep([...waiting(), code]);
			const told = await deliver(code);
			if (told) keep(waiting().filter((one) => one !== code));
			for (const button of all('button', form)) /** @type {HTMLButtonElement} */ (button).disabled = false;
			say(told);
		});
	if (waiting().length) retry();
	setInterval(retry, AGAIN);
}
