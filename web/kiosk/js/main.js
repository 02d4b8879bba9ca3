/* One table: page type to the module that serves it. Everything a page shows works without this file
 * but sending, and what needs this home's own data.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { startAddress, startUnits } from './address.js';
import { startAlarms } from './alarm.js';
import { loadPlace, leaveSession } from './api.js';
import { startCheck } from './check.js';
import { startChips } from './chips.js';
import {
	startEntry, startKinds, startPayer, startPlaces, startQuestion, startRooms, startTiles,
} from './choose.js';
import { startDays } from './days.js';
import { dropEverything, loadDraft } from './draft.js';
import { startCode, startField, startVia } from './fields.js';
import {
	startBefore, startBroken, startEnergy, startParty, startSelf, startSymptoms, startTopics, startTrouble, startWho,
} from './energy.js';
import { startFollow } from './follow.js';
import { startAttract, startIdle, startStop } from './idle.js';
import { fill, find, instead, page } from './page.js';
import { startReceipt } from './receipt.js';
import { startSize, startSpeak } from './size.js';
import { startStatus } from './status.js';
import { startStoring } from './storing.js';

/** @import { Draft } from "./types.js" */

/**
 * Pages that need answers given before; without a draft they lead back to the start.
 * @type {Record<string, (draft: Draft) => unknown>}
 */
const LATER = {
	number: startField, code: startCode, address: startAddress, units: startUnits, rooms: startRooms,
	objects: startTiles, faults: startTiles, suspects: startTiles, payer: startPayer, question: startQuestion,
	words: startField, kinds: startKinds, places: startPlaces, place: startField, outside_words: startField,
	topics: startTopics, symptoms: startSymptoms, before: startBefore, trouble: startTrouble, party: startParty, self: startSelf,
	energy_words: startField, days: startDays, name: startField, phone: startField, mail: startField, via: startVia, check: startCheck,
};

/** Pages anybody may open first. @type {Record<string, () => unknown>} */
const FIRST = {
	start: startFresh,
	who: startWho,
	energy: startEnergy,
	broken: startBroken,
	outside: () => startEntry('surroundings'),
	receipt: startReceipt,
	follow: startFollow,
	status: startStatus,
	storing: startStoring,
};

/** The start page is for the next person. */
function startFresh() {
	const signedIn = loadDraft()?.actor === 'tenant';
	if (signedIn) leaveSession();
	dropEverything();
}

async function startPage() {
	if (!(page.type in LATER)) return FIRST[page.type]?.();
	const draft = loadDraft();
	if (!draft) return instead('');
	await Promise.all([LATER[page.type](draft), startChips(draft)]);
}

/** The language switch keeps place and step. */
function startLanguages() {
	for (const link of document.querySelectorAll('.langs__link, .greet__link'))
		link.addEventListener('click', () => {
			/** @type {HTMLAnchorElement} */ (link).hash = location.hash;
		});
}

async function startFrame() {
	startStop();
	startSize();
	startSpeak();
	startLanguages();
	startAlarms();
	const place = await loadPlace(page.type === 'start');
	const channel = place?.channel ?? 'kiosk';
	if (page.type === 'start') startAttract(channel);
	else if (!['storing', 'receipt', 'self', 'status'].includes(page.type)) startIdle(channel, page.type.startsWith('emergenc') ? 3 : 1);
	fill('[data-fill="place"]', place?.place ?? '');
	if (channel === 'kiosk' && innerWidth >= 700 && find('[data-keyboard]')) await (await import('./keyboard.js')).startKeyboard();
}

/* No form of these pages is sent by the browser itself, not even one tapped before its module is up. */
addEventListener('submit', (event) => {
	if (event.target instanceof HTMLElement && event.target.matches('[data-form], [data-send], [data-say]')) event.preventDefault();
}, { capture: true });
/* A page that comes back from the browser's memory may belong to the person before. */
addEventListener('pageshow', (event) => {
	if (event.persisted) location.reload();
});
/* Everything stands where it belongs. */
Promise.allSettled([startPage(), startFrame()]).then(() => {
	document.documentElement.dataset.ready = '';
});
if ('serviceWorker' in navigator && window.isSecureContext)
	navigator.serviceWorker.register(new URL('sw.js', page.root)).catch(() => undefined);
