/* The door "energy and meters": a question or complaint, about what, told before, and whom this very
 * home calls first. The address of the page carries what it is about; the rest is in the draft.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask, loadPlace } from './api.js';
import { startChips } from './chips.js';
import { markChosen, recordPath, startEntry } from './choose.js';
import { openDraft, saveDraft } from './draft.js';
import { backFrom } from './fields.js';
import { nextPath, unitsFor, urgencyOf } from './flow.js';
import { leave } from './idle.js';
import { all, catalogue, fill, find, go, messages, page, pathOf, row, show } from './page.js';
import { drawCode, startCountdown } from './receipt.js';

/** @import { Draft, Party, Referral } from "./types.js" */

/** A tile's answer goes into the draft, then to the first page still open. @param {Draft} draft @param {(code: string) => Partial<Draft>} answer */
function onTile(draft, answer) {
	for (const tile of all('[data-tiles] a.tile')) {
		if (tile.classList.contains('tile--danger')) continue;
		tile.addEventListener('click', (event) => {
			event.preventDefault();
			Object.assign(draft, answer(tile.dataset.code ?? ''));
			saveDraft(draft);
			go(nextPath(draft));
		});
	}
}

/** What a changed subject takes away. */
const NOTHING = { area: '', object: '', fault: '', suspect: '', questions: [], answers: {}, urgency: '', other: false, through: false };

/** "Do you have a tenant number" serves this door as well. */
export async function startWho() {
	startEntry('home');
	const draft = openDraft('home');
	if (!draft.ask) return;
	/** @type {HTMLAnchorElement} */ (find('[data-back]')).href = new URL('energie/', page.home).href;
	await startChips(draft);
}

/** Question, complaint, or something broken. */
export function startEnergy() {
	const draft = openDraft('home');
	draft.energy = true;
	saveDraft(draft);
	markChosen(draft.ask);
	for (const tile of all('[data-tiles] a.tile'))
		tile.addEventListener('click', (event) => {
			const kind = tile.dataset.code;
			if (kind !== 'question' && kind !== 'complaint') return;
			event.preventDefault();
			if (!draft.ask) Object.assign(draft, NOTHING, { words: '' });
			draft.ask = kind;
			draft.units = unitsFor(draft, draft.units);
			if (draft.unit?.kind !== 'dwelling') draft.unit = draft.units.length === 1 ? draft.units[0] : null;
			saveDraft(draft);
			go(nextPath(draft));
		});
}

/** Something broken takes the road of repairs, told apart for whoever handles it. */
export function startBroken() {
	const draft = openDraft('home');
	if (draft.ask) Object.assign(draft, NOTHING, { ask: '', words: '' });
	draft.energy = true;
	saveDraft(draft);
}

/** @param {Draft} draft */
export function startTopics(draft) {
	markChosen(draft.other && !draft.object ? 'other' : draft.object);
	if (pathOf(location.href) === 'energie/over/') backFrom(draft);
	for (const tile of all('.tile--other'))
		tile.addEventListener('click', (event) => {
			event.preventDefault();
			Object.assign(draft, NOTHING, { other: true });
			saveDraft(draft);
			go(nextPath(draft));
		});
}

/** @param {Draft} draft */
export async function startSymptoms(draft) {
	if (draft.object !== page.data.object) Object.assign(draft, { other: false, through: false });
	recordPath(draft);
	markChosen(draft.other ? 'other' : draft.fault);
	const doc = await catalogue();
	onTile(draft, (code) => {
		const fault = code === 'other' ? '' : code;
		return { fault, other: fault === '', urgency: urgencyOf(doc, { ...draft, fault }) };
	});
}

/** Whom this home calls first; where nobody can say, the corporation. @param {Draft} draft @returns {Promise<Referral>} */
export async function askEnergy(draft) {
	const query = new URLSearchParams({ unit: draft.unit?.key ?? '', object: draft.object });
	const answer = await ask('GET', `energy?${query}`);
	if (answer.ok) return answer.data;
	const place = await loadPlace();
	const { name = '', phone = '' } = place?.corporation ?? {};
	return { nom: false, why: 'no_party', first: 'corporation', party: null, text: null, corporation: { name, phone } };
}

/** @param {string} sentence @param {string} name */
function withName(sentence, name) {
	return sentence.replace('{name}', name);
}

/** A party of the register, not the corporation itself. @param {Referral} referral @returns {Party|null} */
function outsideParty(referral) {
	return referral.party && !referral.party.department ? referral.party : null;
}

/** @param {Draft} draft */
export async function startBefore(draft) {
	markChosen(draft.again && `before_${draft.again}`);
	backFrom(draft);
	const [words, referral] = await Promise.all([messages(), askEnergy(draft)]);
	const party = outsideParty(referral);
	const label = (/** @type {string} */ code) => `[data-code="${code}"] .tile__label`;
	fill(label('before_us'), withName(words['before.party'], referral.corporation.name));
	if (party) fill(label('before_party'), withName(words['before.party'], party.name));
	else find('[data-code="before_party"]')?.closest('li')?.remove();
	onTile(draft, (code) => {
		const again = /** @type {Draft["again"]} */ (code.replace('before_', ''));
		return again === draft.again ? {} : { again, trouble: '', through: false };
	});
}

/** @param {Draft} draft */
export function startTrouble(draft) {
	markChosen(draft.trouble);
	backFrom(draft);
	onTile(draft, (code) => ({ trouble: /** @type {Draft["trouble"]} */ (code) }));
}

/** The answer to "told before?", as the check page says it. @param {Draft} draft @param {Referral} referral @param {Record<string, string>} words */
export function answerOf(draft, referral, words) {
	if (draft.again === 'no') return words['tile.before_no'];
	const name = draft.again === 'us' ? referral.corporation.name : referral.party?.name;
	return `${name ? withName(words['before.party'], name) : words['tile.before_party']}. ${words[`tile.${draft.trouble}`]}.`;
}

/* ---- who it is ----------------------------------------------------------------------------- */

/** Which sentence explains it; a return contact goes through the corporation whatever the contract says. */
const SENTENCES = { own_path: 'party.say_own', no_party: 'party.say_none', out_of_date: 'party.say_old' };

/** @param {Draft} draft @param {Referral} referral @param {Record<string, string>} words */
function sentenceOf(draft, referral, words) {
	const own = referral.text?.[page.lang];
	if (own) return own;
	if (draft.again !== 'no') return words['party.say_again'];
	const name = (referral.why === 'own_path' && referral.party?.name) || outsideParty(referral)?.name || referral.corporation.name;
	if (referral.why !== 'sla') return withName(words[SENTENCES[referral.why]], name);
	return withName(words[referral.first === 'party' ? 'party.say_party' : 'party.say_us'], name);
}

/** @param {Draft} draft @param {Referral} referral @returns {{ first: Party, also: Party|null }} who stands largest */
function orderOf(draft, referral) {
	const party = outsideParty(referral);
	if (party && referral.first === 'party' && draft.again === 'no') return { first: party, also: null };
	return { first: referral.corporation, also: party };
}

/** @param {Party} party @param {string} label @param {boolean} first @returns {HTMLElement} how to reach somebody */
export function card(party, label, first) {
	const item = row('template[data-row="party"]');
	item.classList.toggle('party__card--first', first);
	fill('.party__label', label, item);
	fill('.party__name', party.name, item);
	fill('.party__number', party.phone, item);
	fill('[data-mail] span', party.mail ?? '', item);
	fill('[data-open]', party.hours ?? '', item);
	show('.party__phone', Boolean(party.phone), item);
	show('[data-mail]', Boolean(party.mail), item);
	show('[data-hours]', Boolean(party.hours), item);
	/** @type {HTMLAnchorElement} */ (find('.party__number', item)).href = dialOf(party.phone);
	return item;
}

/** @param {string} phone @returns {string} */
function dialOf(phone) {
	return `tel:${phone.replace(/\(.*?\)|[^\d+]/g, '')}`;
}

/** @param {Draft} draft @param {boolean} both @returns {Promise<{ first: Party, referral: Referral, words: Record<string, string> }>} */
async function drawParties(draft, both) {
	const [words, referral] = await Promise.all([messages(), askEnergy(draft)]);
	const { first, also } = orderOf(draft, referral);
	const ours = first === referral.corporation && !also;
	const cards = [card(first, words[ours ? 'party.us' : 'party.first'], true)];
	if (also && both) cards.push(card(also, words['party.yours'], false));
	find('[data-parties]')?.replaceChildren(...cards);
	return { first, referral, words };
}

/** @param {Draft} draft */
export async function startParty(draft) {
	backFrom(draft);
	const { referral, words } = await drawParties(draft, true);
	draft.party = outsideParty(referral)?.key ?? '';
	saveDraft(draft);
	fill('[data-sentence]', sentenceOf(draft, referral, words));
	find('[data-code="send_us"]')?.addEventListener('click', (event) => {
		event.preventDefault();
		passOn(draft);
	});
}

/** @param {Draft} draft */
function passOn(draft) {
	draft.through = true;
	saveDraft(draft);
	go(nextPath(draft));
}

/** Nothing is stored: the number, to write down or to scan. @param {Draft} draft */
export async function startSelf(draft) {
	find('[data-done]')?.addEventListener('click', leave);
	find('[data-send-us]')?.addEventListener('click', (event) => {
		event.preventDefault();
		passOn(draft);
	});
	const place = await loadPlace();
	startCountdown(place?.channel === 'kiosk' || !place);
	const { first } = await drawParties(draft, false);
	if (first.phone) await drawCode(dialOf(first.phone));
	else show('.dial__qr', false);
}
