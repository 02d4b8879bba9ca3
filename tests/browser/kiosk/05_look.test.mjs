/* Every page type in every language and size: axe, touch targets, no sideways scrolling, strict policy.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import {
	assertAccessible, assertReflows, assertTouchable, check, leave, lobbyOfThisFile, press, shot, visitor,
} from './lobby.mjs';

let draft;
let meadow;
const lobby = lobbyOfThisFile(async (opened) => {
	const reply = await (await fetch(`${opened.url}api/v1/dwellings?street=l&number=1`)).json();
	draft = draftWith(reply.dwellings[0]);
	[meadow] = (await (await fetch(`${opened.url}api/v1/dwellings?street=zonneweide&number=1`)).json()).dwellings;
});

const SIZES = {
	standing: { width: 1080, height: 1920 }, lying: { width: 1920, height: 1080 },
	tablet: { width: 1280, height: 800 }, phone: { width: 320, height: 640 },
};
/** One of each page type, with the branch whose answers it needs. */
const PAGES = {
	start: '', who: 'woning/', number: 'woning/nummer/', code: 'woning/code/', address: 'woning/adres/', units: 'woning/object/',
	rooms: 'woning/ruimte/', rooms_more: 'woning/ruimte/meer/', objects: 'woning/badkamer/', faults: 'woning/badkamer/douchekraan/', suspects: 'woning/woonkamer/plafond/lekt/',
	payer: 'woning/badkamer/douchekraan/kalk/weet-niet/', question: 'vraag/extra-zorg/', words: 'woning/badkamer/anders/',
	energy: 'energie/', broken: 'energie/kapot/', topics: 'energie/over/', symptoms: 'energie/over/verwarming-energie/energiemeting/', before: 'energie/eerder/',
	trouble: 'energie/moeite/', party: 'energie/partij/', self: 'energie/zelf/', energy_words: 'energie/woorden/', days: 'dagdelen/', name: 'contact/naam/', phone: 'contact/telefoon/', mail: 'contact/mail/', via: 'contact/via/',
	check: 'controle/', receipt: 'klaar/', follow: 'volgen/', outside: 'omgeving/', people: 'omgeving/mensen/', people_more: 'omgeving/mensen/meer/', people_last: 'omgeving/mensen/meer-2/', things: 'omgeving/dingen/',
	places: 'omgeving/mensen/geluid/', places_more: 'omgeving/mensen/geluid/meer/', place: 'omgeving/plek/', outside_words: 'omgeving/woorden/', emergencies: 'noodgeval/', emergencies_more: 'noodgeval/meer/',
	emergency: 'noodgeval/gaslucht/', storing: 'storing/', status: 'beheer/',
};
const ENERGY = ['topics', 'symptoms', 'before', 'trouble', 'party', 'self', 'energy_words'];
const OUTSIDE = ['outside', 'people', 'people_more', 'people_last', 'things', 'places', 'places_more', 'place', 'outside_words'];
/** Page type where it is not the name before any "_more". */
const TYPES = { people: 'kinds', people_more: 'kinds', people_last: 'kinds', things: 'kinds' };

function draftWith(unit) {
	return {
		id: '0198c0de-0000-7000-8000-000000000001', branch: 'home', actor: 'guest', number: '', street: 'Lindestraat', house: '1',
		units: [unit, { key: 'x', kind: 'parking', label: 'Plaats 7', rooms: [] }], unit, subscription: false,
		path: 'woning/badkamer/douchekraan/kalk/weet-niet/', area: 'BAD', object: 'DOUCHEKRAAN', fault: 'KAL', suspect: 'WEET-NIET',
		questions: [], answers: {}, urgency: 'normal', words: '', wordsAsked: false, source: '', kind: '', place: '', placeText: '', ask: '', other: false, again: '',
		trouble: '', party: '', through: false, slots: [], call: true, name: 'A. de Vries', via: 'phone', phone: '0612345678', mail: '',
	};
}

async function stand(page, name, lang) {
	const meter = { energy: true, ask: 'question', unit: meadow, units: [meadow], area: 'TRI', object: 'MONITORING', fault: 'GEEN-DATA', again: 'no' };
	const own = OUTSIDE.includes(name) ? { branch: 'surroundings', source: 'people' } : ENERGY.includes(name) ? meter : {};
	const memory = { 'portiek.draft': JSON.stringify({ ...draft, ...own }) };
	if (name === 'receipt')
		memory['portiek.receipt'] = JSON.stringify({
			receipt: 'K7QD-4M2XR-0', follow: 'HK42WM', urgency: 'normal', t: Date.now(), via: 'phone', fitter: true,
		});
	await page.goto(`${lobby.url}manifest.json`);
	await page.evaluate((items) => {
		sessionStorage.clear();
		for (const [key, value] of Object.entries(items)) sessionStorage.setItem(key, value);
	}, memory);
	await page.goto(`${lobby.url}${lang}/${PAGES[name]}`);
	await page.locator('html[data-ready]').waitFor({ state: 'attached' });
	assert.equal(await page.locator('html').getAttribute('data-page'), TYPES[name] ?? name.replace('_more', ''));
}

for (const lang of ['nl', 'en'])
	check(`[R68 R67] every page type is accessible and large enough (${lang})`, async () => {
		const page = await visitor(lobby, { lang });
		for (const name of Object.keys(PAGES)) {
			await stand(page, name, lang);
			await assertAccessible(page, `${lang} ${name}`);
			await assertTouchable(page, `${lang} ${name}`);
			await assertReflows(page, `${lang} ${name}`);
			await shot(page, `standing-${lang}-${name}`);
		}
		await leave(page);
	});

for (const size of ['lying', 'tablet', 'phone'])
	check(`[R68] every page type fits the screen: ${size}`, async () => {
		const page = await visitor(lobby, { viewport: SIZES[size] });
		for (const name of Object.keys(PAGES)) {
			await stand(page, name, 'nl');
			await assertReflows(page, `${size} ${name}`);
			if (size !== 'phone') await assertTouchable(page, `${size} ${name}`);
			await shot(page, `${size}-nl-${name}`);
		}
		await leave(page);
	});

check('[R68] text grows in steps, also at 200 %, without losing anything', async () => {
	const page = await visitor(lobby, { viewport: { width: 640, height: 900 } });
	for (const name of ['rooms', 'days', 'check', 'emergency']) {
		await stand(page, name, 'nl');
		await press(page, '[data-size]:not(html)');
		await press(page, '[data-size]:not(html)');
		assert.equal(await page.locator('html').getAttribute('data-size'), '3');
		await assertReflows(page, `large ${name}`);
	}
	await leave(page);
});

check('[R26 R68] the policy forbids everything inline, and no page breaks it', async () => {
	const page = await visitor(lobby);
	const reply = await page.goto(`${lobby.url}nl/`);
	const policy = reply.headers()['content-security-policy'] ?? '';
	assert.match(policy, /default-src 'none'/);
	assert.equal(/unsafe-inline|unsafe-eval/.test(policy), false);
	const scripts = await page.evaluate(() => document.querySelectorAll('script:not([src]), style, [style], [onclick]').length);
	assert.equal(scripts, 0);
	await leave(page);
});

check('[R68] read aloud says what can be seen, in the language of the page', async () => {
	const page = await visitor(lobby);
	await page.addInitScript(() => {
		globalThis.spoken = [];
		Object.defineProperty(globalThis, 'speechSynthesis', {
			value: Object.assign(new EventTarget(), {
				speaking: false, getVoices: () => [{ lang: 'nl-NL' }], cancel: () => {}, speak: (words) => globalThis.spoken.push([words.lang, words.text]),
			}),
		});
		globalThis.SpeechSynthesisUtterance = class extends EventTarget {
			constructor(text) {
				super();
				this.text = text;
			}
		};
	});
	await stand(page, 'faults', 'nl');
	await page.locator('[data-speak]').tap();
	const [lang, text] = await page.waitForFunction(() => globalThis.spoken[0]).then((one) => one.jsonValue());
	assert.equal(lang, 'nl');
	for (const seen of await page.locator('main h1, main .tile__label').allInnerTexts()) assert.ok(text.includes(seen), seen);
	await leave(page);
	const other = await visitor(lobby, { lang: 'en' });
	assert.equal(await other.locator('[data-speak]').isVisible(), false, 'no voice for the language, no button');
	await leave(other);
});
