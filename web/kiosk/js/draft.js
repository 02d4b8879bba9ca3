/* The one draft of a report: made at the first touch, kept in this tab alone, wiped on send, stop
 * and idle.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/** @import { Draft, Receipt } from "./types.js" */

const KEY = 'portiek.draft';
const RECEIPT = 'portiek.receipt';
/** Of the screen, of no person: where it stands, alarms still to be sent, where it was last tapped. */
const KEPT = ['portiek.place', 'portiek.alarms', 'portiek.tap'];

/** UUIDv7: 48 bits of milliseconds, then chance. @param {number} [now] @returns {string} */
export function makeId(now = Date.now()) {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	let time = now;
	for (let i = 5; i >= 0; i--) {
		bytes[i] = time % 256;
		time = Math.floor(time / 256);
	}
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @param {"home"|"surroundings"} branch @returns {Draft} */
function blank(branch) {
	return {
		id: makeId(), branch, energy: false, actor: 'guest', number: '', street: '', house: '', units: [], unit: null,
		subscription: false, path: '', area: '', object: '', fault: '', suspect: '', questions: [],
		answers: {}, urgency: '', words: '', wordsAsked: false, source: '', kind: '', place: '',
		placeText: '', ask: '', other: false, again: '', trouble: '', party: '', through: false, slots: [], call: false, name: '', via: '', phone: '', mail: '',
	};
}

/** @returns {Draft|null} */
export function loadDraft() {
	try {
		const text = sessionStorage.getItem(KEY);
		return text ? JSON.parse(text) : null;
	} catch {
		return null;
	}
}

/** @param {Draft} draft */
export function saveDraft(draft) {
	sessionStorage.setItem(KEY, JSON.stringify(draft));
}

/**
 * The draft of this branch; a new one where there is none. Changing branch keeps who somebody is.
 * @param {"home"|"surroundings"} branch @returns {Draft}
 */
export function openDraft(branch) {
	const old = loadDraft();
	if (old?.branch === branch) return old;
	const draft = blank(branch);
	if (old) {
		const { actor, number, units, unit, subscription, name, via, phone, mail } = old;
		Object.assign(draft, { actor, number, units, unit, subscription, name, via, phone, mail });
	}
	saveDraft(draft);
	return draft;
}

/** Forget the answers. The receipt page alone keeps what it shows, until it is left. */
export function dropDraft() {
	sessionStorage.removeItem(KEY);
}

/** @returns {Receipt|null} */
export function loadReceipt() {
	try {
		const text = sessionStorage.getItem(RECEIPT);
		return text ? JSON.parse(text) : null;
	} catch {
		return null;
	}
}

/** @param {Receipt} receipt */
export function saveReceipt(receipt) {
	sessionStorage.setItem(RECEIPT, JSON.stringify(receipt));
}

/** Forget everything about the person before this screen. */
export function dropEverything() {
	for (const key of Object.keys(sessionStorage))
		if (key.startsWith('portiek.') && !KEPT.includes(key)) sessionStorage.removeItem(key);
}
