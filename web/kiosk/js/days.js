/* When the fitter may come: working days by day-part, more than one, or "rather call me".
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { dayName, today, workingDays } from './calendar.js';
import { saveDraft } from './draft.js';
import { backFrom, showProblem } from './fields.js';
import { nextPath } from './flow.js';
import { all, fill, find, go, messages, page, row, show } from './page.js';

/** @import { Draft } from "./types.js" */

const AT_ONCE = 5; /* days shown at first, and added by "later days" */
const MOST = 15; /* days ahead that can be chosen */
const SLOTS = 12; /* the report takes no more */

/** @param {Draft} draft */
export async function startDays(draft) {
	const days = workingDays(today(), MOST);
	draft.slots = draft.slots.filter(([day]) => days.includes(day));
	const last = Math.max(0, ...draft.slots.map(([day]) => days.indexOf(day) + 1));
	let shown = Math.max(AT_ONCE, Math.ceil(last / AT_ONCE) * AT_ONCE);
	const body = /** @type {HTMLElement} */ (find('[data-rows]'));
	const ready = messages();
	startForm(draft, ready);
	backFrom(draft);
	const words = await ready;
	const draw = () => {
		body.replaceChildren(...days.slice(0, shown).map((day) => dayRow(draft, day, words)));
		show('[data-later]', shown < MOST);
	};
	draw();
	find('[data-later]')?.addEventListener('click', () => {
		shown += AT_ONCE;
		draw();
		all('button', body.children[shown - AT_ONCE])[0]?.focus();
	});
	startCall(draft, draw);
}

/** @param {Draft} draft @param {Promise<Record<string, string>>} ready */
function startForm(draft, ready) {
	find('[data-form]')?.addEventListener('submit', async (event) => {
		event.preventDefault();
		if (draft.slots.length > 0 || draft.call) return go(nextPath(draft));
		fill('[data-error-text]', (await ready)['days.error']);
		show('[data-error]', true);
	});
}

/** @param {Draft} draft @param {string} day @param {Record<string, string>} words */
function dayRow(draft, day, words) {
	const line = row();
	const name = dayName(day, page.lang);
	fill('th', name, line);
	for (const button of all('[data-part]', line)) {
		const part = button.dataset.part ?? '';
		button.setAttribute('aria-label', `${name}, ${words[`days.${part}`]}`);
		button.setAttribute('aria-pressed', String(has(draft, day, part)));
		button.addEventListener('click', () => {
			toggle(draft, day, part);
			button.setAttribute('aria-pressed', String(has(draft, day, part)));
			find('[data-call]')?.setAttribute('aria-pressed', 'false');
			show('[data-error]', false);
		});
	}
	return line;
}

/** @param {Draft} draft @param {string} day @param {string} part */
function has(draft, day, part) {
	return draft.slots.some(([d, p]) => d === day && p === part);
}

/** @param {Draft} draft @param {string} day @param {string} part */
function toggle(draft, day, part) {
	if (has(draft, day, part)) draft.slots = draft.slots.filter(([d, p]) => d !== day || p !== part);
	else if (draft.slots.length < SLOTS) draft.slots.push([day, part]);
	else showProblem({ code: 'full' });
	draft.slots.sort((a, b) => `${a}`.localeCompare(`${b}`));
	draft.call = false;
	saveDraft(draft);
}

/** @param {Draft} draft @param {() => void} draw */
function startCall(draft, draw) {
	const button = find('[data-call]');
	button?.setAttribute('aria-pressed', String(draft.call));
	button?.addEventListener('click', () => {
		draft.call = !draft.call;
		if (draft.call) draft.slots = [];
		saveDraft(draft);
		button.setAttribute('aria-pressed', String(draft.call));
		show('[data-error]', false);
		draw();
	});
}
