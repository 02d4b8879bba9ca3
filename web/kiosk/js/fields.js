/* Pages that ask one thing in words or digits: kept as typed (a language switch loses nothing),
 * judged when the person goes on, errors in words beside the field and on top.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask, loadPlace } from './api.js';
import { saveDraft } from './draft.js';
import { isMail, isPhone, needsWords, nextPath, previousPath, unitsFor } from './flow.js';
import { recordPath } from './choose.js';
import { all, fill, find, go, messages, page, pathOf, show } from './page.js';

/** @import { Draft, Problem } from "./types.js" */

/** Say on top what went wrong and what to do. @param {Problem} problem */
export async function showProblem(problem) {
	const words = await messages().catch(() => null);
	const sentence = words?.[`error.${problem.code}`] ?? problem.detail;
	if (sentence) fill('[data-error-text]', sentence);
	show('[data-error]', true);
	markTitle();
	find('[data-error]')?.scrollIntoView({ block: 'center' });
}

export function hideProblem() {
	show('[data-error]', false);
}

/** A page with an error says so in its title first. */
function markTitle() {
	const mark = find('[data-error]')?.dataset.mark;
	if (mark && !document.title.startsWith(mark)) document.title = `${mark} ${document.title}`;
}

/** @param {HTMLInputElement|HTMLTextAreaElement} input @param {boolean} wrong */
export function markField(input, wrong) {
	const error = input.closest('.field')?.querySelector('[data-field-error]');
	if (error instanceof HTMLElement) {
		error.hidden = !wrong;
		const ids = (input.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && id !== error.id);
		input.setAttribute('aria-describedby', (wrong ? [error.id, ...ids] : ids).join(' '));
	}
	input.toggleAttribute('aria-invalid', wrong);
	if (wrong) {
		input.setAttribute('aria-invalid', 'true');
		markTitle();
		input.focus();
	}
}

/** @param {string} selector @returns {HTMLInputElement} */
export function field(selector) {
	return /** @type {HTMLInputElement} */ (find(selector));
}

/** What each page of one field fills, and when it will do. */
const FIELDS = {
	number: { key: 'number', good: (/** @type {string} */ v) => /^[\w-]{3,12}$/.test(v.trim()) },
	words: { key: 'words', good: (/** @type {string} */ v) => v.trim().length > 2 },
	place: { key: 'placeText', good: (/** @type {string} */ v) => v.trim().length > 2 },
	outside_words: { key: 'words', good: () => true },
	energy_words: { key: 'words', good: (/** @type {string} */ v, /** @type {Draft} */ draft) => !needsWords(draft) || v.trim().length > 2 },
	name: { key: 'name', good: (/** @type {string} */ v) => v.trim().length > 1 },
	phone: { key: 'phone', good: isPhone },
	mail: { key: 'mail', good: isMail },
};

/** @param {Draft} draft */
export function startField(draft) {
	const rule = FIELDS[/** @type {keyof typeof FIELDS} */ (page.type)];
	const key = /** @type {"name"} */ (rule.key);
	const input = field('[data-form] .field__input');
	if (page.type === 'words') recordOwnWords(draft);
	if (page.type === 'energy_words' && needsWords(draft)) askForWords();
	input.value = draft[key];
	input.addEventListener('input', () => {
		draft[key] = input.value;
		markField(input, false);
		saveDraft(draft);
	});
	backFrom(draft);
	const onward = () => (page.type === 'number' ? fromNumber(draft) : go(nextPath(draft)));
	find('[data-form]')?.addEventListener('submit', (event) => {
		event.preventDefault();
		if (!rule.good(input.value, draft)) return markField(input, true);
		if (find('[data-skip]')) draft.wordsAsked = true;
		if (page.type === 'place') placeKnown(draft);
		saveDraft(draft);
		onward();
	});
	find('[data-skip]')?.addEventListener('click', (event) => {
		event.preventDefault();
		Object.assign(draft, { words: '', wordsAsked: true });
		saveDraft(draft);
		onward();
	});
	input.focus();
}

/** Nothing was named by a picture, so words are needed. */
async function askForWords() {
	show('[data-skip]', false);
	fill('.ask__question', (await messages())['energy_words.must']);
}

/** The phone desk knows its caller and needs no code. @param {Draft} draft */
async function fromNumber(draft) {
	const place = await loadPlace();
	if (place?.channel === 'phone') return signIn(draft, '');
	go('woning/code/');
}

/** Own words take the place of object or fault. @param {Draft} draft */
function recordOwnWords(draft) {
	const words = draft.words;
	const { area = '', object = '' } = page.data;
	Object.assign(draft, { area, object, fault: '', suspect: '', questions: [], answers: {}, urgency: 'normal' });
	recordPath(draft);
	draft.words = words;
	draft.urgency = 'normal';
	saveDraft(draft);
}

/** Where in own words: no place of the list. @param {Draft} draft */
function placeKnown(draft) {
	draft.place = '';
	if (!draft.source) draft.source = 'object';
}

/** The way back follows the answers, not the address. @param {Draft} draft */
export function backFrom(draft) {
	const back = /** @type {HTMLAnchorElement|null} */ (find('[data-back]'));
	const path = pathOf(location.href);
	const inFlow = path.startsWith('contact/') || path.startsWith('energie/') || path === 'dagdelen/' || path === 'controle/' || path === 'omgeving/woorden/';
	if (path === 'omgeving/woorden/') show('.ask__progress', draft.branch === 'surroundings');
	if (back && inFlow) back.href = new URL(previousPath(draft, path), page.home).href;
}

/** Tenant number known, now the code. @param {Draft} draft */
export function startCode(draft) {
	const input = field('[data-form] .field__input');
	input.addEventListener('input', () => {
		markField(input, false);
		hideProblem();
	});
	find('[data-form]')?.addEventListener('submit', async (event) => {
		event.preventDefault();
		const code = input.value.replace(/[\s-]/g, '').toUpperCase();
		if (code.length !== 8) return markField(input, true);
		await signIn(draft, code);
	});
	input.focus();
}

/** @param {Draft} draft @param {string} code */
async function signIn(draft, code) {
	const button = /** @type {HTMLButtonElement} */ (find('[data-form] [type=submit]'));
	if (button.disabled) return;
	button.disabled = true;
	const answer = await ask('POST', 'session', { number: draft.number.trim(), code });
	const session = answer.ok ? (answer.data?.units ? answer : await ask('GET', 'session')) : answer;
	button.disabled = false;
	if (!session.ok) return showProblem(session.problem ?? { code: 'internal' });
	const { name, phone, mail, subscription } = session.data;
	const units = unitsFor(draft, session.data.units ?? []);
	Object.assign(draft, {
		actor: 'tenant', name: name ?? '', phone: phone ?? '', mail: mail ?? '', units, through: false,
		unit: units.length === 1 ? units[0] : null, subscription: Boolean(subscription),
	});
	saveDraft(draft);
	go(draft.unit ? nextPath(draft) : 'woning/object/');
}

/** Answer by phone or mail. @param {Draft} draft */
export function startVia(draft) {
	fill('[data-fill="via-phone"]', isPhone(draft.phone) ? draft.phone : '');
	fill('[data-fill="via-mail"]', isMail(draft.mail) ? draft.mail : '');
	backFrom(draft);
	for (const tile of all('[data-tiles] [data-code]')) {
		if (tile.dataset.code === draft.via) tile.setAttribute('aria-current', 'true');
		tile.addEventListener('click', (event) => {
			event.preventDefault();
			draft.via = tile.dataset.code === 'mail' ? 'mail' : 'phone';
			saveDraft(draft);
			go(nextPath(draft));
		});
	}
}
