/* Everything said, once more, each line one tap from a change; then the one button that sends. The
 * id was made at the first touch, so a second tap can only bring the same receipt.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask, loadPlace } from './api.js';
import { dayName } from './calendar.js';
import { dropDraft, saveReceipt } from './draft.js';
import { backFrom, hideProblem, showProblem } from './fields.js';
import { answerOf, askEnergy } from './energy.js';
import { faultOf, isUrgent, nextPath, reportOf } from './flow.js';
import { all, catalogue, fill, find, instead, linkTo, messages, page, row, show, textOf } from './page.js';

/** @import { Draft } from "./types.js" */
/** @typedef {{ key: string, value: string, path: string }} Line */

/** @param {Draft} draft */
export async function startCheck(draft) {
	const missing = nextPath(draft);
	if (missing !== 'controle/') return instead(missing);
	const [words, doc] = await Promise.all([messages(), catalogue()]);
	const lines = draft.ask ? await energyLines(draft, doc, words) : draft.branch === 'home' ? homeLines(draft, doc, words) : outsideLines(draft, doc, words);
	lines.push(...contactLines(draft, words));
	find('[data-rows]')?.replaceChildren(...lines.map((line) => lineRow(line, words)));
	show('[data-urgent]', isUrgent(draft));
	backFrom(draft);
	const button = /** @type {HTMLButtonElement} */ (find('[data-send] button'));
	button.disabled = false;
	find('[data-send]')?.addEventListener('submit', (event) => {
		event.preventDefault();
		if (!button.disabled) send(draft, button, words);
	});
	if (draft.branch === 'home' && !draft.ask) await showPayer(draft, words);
}

/** @param {Line} line @param {Record<string, string>} words */
function lineRow(line, words) {
	const item = row();
	fill('.check__key', words[line.key], item);
	fill('.check__value', line.value || words['check.empty'], item);
	fill('[data-what]', ` ${words[line.key]}`, item);
	const link = /** @type {HTMLAnchorElement} */ (find('a', item));
	link.href = linkTo(line.path);
	return item;
}

/** Path of a page n steps up from the one where the fault ended. @param {string} path @param {number} keep */
function firstParts(path, keep) {
	return `${path.split('/').slice(0, keep).join('/')}/`;
}

/** @param {Draft} draft @param {any} doc @param {Record<string, string>} words @returns {Line[]} */
function homeLines(draft, doc, words) {
	const name = `home.${draft.area}`;
	const what = [
		draft.object && textOf(doc, `${name}.${draft.object}`),
		draft.fault && textOf(doc, `${name}.${draft.object}.${draft.fault}`),
	].filter(Boolean).join(': ');
	const lines = [
		{ key: 'check.unit', value: draft.unit?.label ?? '', path: draft.units.length > 1 ? 'woning/object/' : 'woning/' },
		{ key: 'check.where', value: textOf(doc, name), path: 'woning/ruimte/' },
	];
	if (what) lines.push({ key: 'check.what', value: what, path: firstParts(draft.path, draft.fault ? 3 : 2) });
	lines.push({ key: 'check.words', value: draft.words, path: draft.fault ? 'omgeving/woorden/' : draft.path });
	if (faultOf(doc, draft)?.suspects?.length)
		lines.push({ key: 'check.suspect', value: suspectName(draft, doc, words), path: firstParts(draft.path, 4) });
	for (const { code, path } of draft.questions)
		lines.push({ key: `question.${code}`, value: textOf(doc, `question.${code}.${draft.answers[code]}`), path });
	for (const line of lines) if (!words[line.key]) words[line.key] = textOf(doc, line.key);
	lines.push({ key: 'check.when', value: whenText(draft, words), path: isUrgent(draft) ? '' : 'dagdelen/' });
	return lines;
}

/** @param {Draft} draft @param {any} doc @param {Record<string, string>} words @returns {Promise<Line[]>} */
async function energyLines(draft, doc, words) {
	const name = `home.${draft.area}.${draft.object}`;
	const what = [draft.object && textOf(doc, name), draft.fault && textOf(doc, `${name}.${draft.fault}`)].filter(Boolean).join(': ');
	const told = answerOf(draft, await askEnergy(draft), words);
	return [
		{ key: 'check.unit', value: draft.unit?.label ?? '', path: draft.units.length > 1 ? 'woning/object/' : 'woning/' },
		{ key: 'check.kind', value: words[`check.${draft.ask}_kind`], path: 'energie/' },
		{ key: 'check.what', value: what || words['tile.other'], path: 'energie/over/' },
		{ key: 'check.before', value: told, path: 'energie/eerder/' },
		{ key: 'check.words', value: draft.words, path: 'energie/woorden/' },
	];
}

/** @param {Draft} draft @param {any} doc @param {Record<string, string>} words */
function suspectName(draft, doc, words) {
	const known = draft.suspect && draft.suspect !== 'WEET-NIET';
	return known ? textOf(doc, `suspect.${draft.suspect}`) : words['tile.unknown'];
}

/** @param {Draft} draft @param {Record<string, string>} words */
function whenText(draft, words) {
	if (isUrgent(draft)) return words['check.soon'];
	if (draft.call) return words['check.call'];
	const byDay = new Map();
	for (const [day, part] of draft.slots)
		byDay.set(day, [...(byDay.get(day) ?? []), words[`days.${part}`].toLocaleLowerCase(page.lang)]);
	return [...byDay].map(([day, parts]) => `${dayName(day, page.lang)}: ${parts.join(', ')}`).join('\n');
}

/** @param {Draft} draft @param {any} doc @param {Record<string, string>} words @returns {Line[]} */
function outsideLines(draft, doc, words) {
	const folder = draft.source === 'people' ? 'omgeving/mensen/' : 'omgeving/dingen/';
	const group = draft.source === 'people' ? 'people' : 'thing';
	const lines = [];
	if (draft.kind) lines.push({ key: 'check.what', value: textOf(doc, `${group}.${draft.kind}`), path: folder });
	else lines.push({ key: 'check.what', value: words[draft.source === 'people' ? 'tile.people' : 'tile.things'], path: 'omgeving/' });
	if (draft.place) lines.push({ key: 'check.where', value: textOf(doc, `place.${draft.place}`), path: draft.path });
	else lines.push({ key: 'check.where', value: draft.placeText, path: 'omgeving/plek/' });
	lines.push({ key: 'check.words', value: draft.words, path: 'omgeving/woorden/' });
	return lines;
}

/** @param {Draft} draft @param {Record<string, string>} words @returns {Line[]} */
function contactLines(draft, words) {
	const phone = isUrgent(draft) || draft.via === 'phone';
	return [
		{ key: 'check.name', value: draft.name, path: 'contact/naam/' },
		{ key: 'check.via', value: words[phone ? 'via.phone' : 'via.mail'], path: isUrgent(draft) ? '' : 'contact/via/' },
		phone
			? { key: 'check.phone', value: draft.phone, path: 'contact/telefoon/' }
			: { key: 'check.mail', value: draft.mail, path: 'contact/mail/' },
	];
}

/** Who pays, in the words of the page that said it. @param {Draft} draft @param {Record<string, string>} words */
async function showPayer(draft, words) {
	if (!draft.fault) {
		fill('[data-pay-sentence]', words['payer.unknown']);
		find('[data-pay]')?.classList.add('pay--unknown');
		return show('[data-pay]', true);
	}
	const reply = await fetch(linkTo(draft.path)).catch(() => null);
	if (!reply?.ok) return;
	const seen = new DOMParser().parseFromString(await reply.text(), 'text/html');
	const plan = draft.subscription ? seen.querySelector('[data-subscription]') : null;
	fill('[data-pay-sentence]', (plan ?? seen.querySelector('.pay__sentence'))?.textContent?.trim() ?? '');
	fill('[data-pay-ground]', plan ? '' : seen.querySelector('.pay__ground')?.textContent?.trim() ?? '');
	const payer = /^pay--\w+$/;
	const kinds = [...(seen.querySelector('.pay')?.classList ?? [])].filter((name) => payer.test(name));
	find('[data-pay]')?.classList.add(...(plan ? ['pay--landlord'] : kinds));
	show('[data-pay]', true);
}

/** Which line a refused field belongs to. */
const PLACES = {
	'contact/name': 'contact/naam/', 'contact/phone': 'contact/telefoon/', 'contact/mail': 'contact/mail/',
	'contact/via': 'contact/via/', when: 'dagdelen/', 'when/slots': 'dagdelen/', unit: 'woning/', room: 'woning/ruimte/',
	'before/reason': 'energie/eerder/', words: 'energie/woorden/',
};

/** @param {string} field of the report, as the problem names it */
function markRow(field) {
	const path = PLACES[/** @type {keyof typeof PLACES} */ (field)];
	for (const line of all('.check__row')) {
		const link = /** @type {HTMLAnchorElement|null} */ (find('a', line));
		line.classList.toggle('check__row--wrong', Boolean(path) && link?.href === linkTo(path));
	}
}

/** @param {Draft} draft @param {HTMLButtonElement} button @param {Record<string, string>} words */
async function send(draft, button, words) {
	button.disabled = true;
	hideProblem();
	fill('[data-send-label]', words['check.sending']);
	const place = await loadPlace();
	const report = reportOf(draft, page.lang, page.catalogue, place?.channel ?? 'kiosk');
	const answer = await ask('POST', 'reports', report);
	if (!answer.ok) {
		fill('[data-send-label]', words['check.send']);
		button.disabled = false;
		markRow(answer.problem?.field ?? '');
		return showProblem(answer.problem ?? { code: 'internal' });
	}
	saveReceipt({
		receipt: answer.data.receipt, follow: answer.data.follow, urgency: answer.data.urgency ?? draft.urgency,
		t: answer.data.t ?? Date.now(), via: report.contact.via, fitter: draft.branch === 'home' && !draft.ask, energy: draft.ask !== '',
	});
	dropDraft();
	instead('klaar/');
}
