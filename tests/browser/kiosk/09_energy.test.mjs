/* The door "energy and meters": question or complaint, whom this very home calls first, and passing it
 * on through the corporation.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { until } from '../stack.mjs';
import {
	arrive, assertAccessible, assertTouchable, check, giveContact, leave, lobbyOfThisFile, memoryOf, press, send, shot, toAddress, type, visitor, where,
} from './lobby.mjs';

const lobby = lobbyOfThisFile();

const MEADOW = { street: 'Zonneweide', number: '3' };
const GALLERY = { street: 'Sluiskade', number: '2' };

/** From the door to the subjects, as a guest of that address. */
async function enter(page, kind, address, options = {}) {
	await press(page, '.door[href^="energie/"]');
	await arrive(page, /energie\/$/);
	await press(page, `[data-code="${kind}"]`);
	await toAddress(page, address, options);
	await arrive(page, /energie\/over\/$/);
}

/** What it is about, and whether it was told before, up to the party. */
async function about(page, object, symptom, again = 'no', trouble = '') {
	await press(page, `[data-code="${object}"]`);
	if (object !== 'other') {
		await arrive(page, /energie\/over\/.+\/.+\/$/);
		await press(page, `[data-code="${symptom}"]`);
	}
	await arrive(page, /energie\/eerder\/$/);
	await page.locator('[data-code="before_us"]', { hasText: 'Waterkant' }).waitFor();
	await press(page, `[data-code="before_${again}"]`);
	if (trouble) {
		await arrive(page, /energie\/moeite\/$/);
		await press(page, `[data-code="${trouble}"]`);
	}
	await arrive(page, /energie\/partij\/$/);
	await page.locator('.party__card').first().waitFor();
}

const names = (page) => page.locator('.party__name').allInnerTexts();
const numbers = (page) => page.locator('.party__number').allInnerTexts();

check('[R3 R4 R5 R9 R68] a question at a zero-energy home: who to call first, by touch', async () => {
	const page = await visitor(lobby);
	await enter(page, 'question', MEADOW, { keys: true });
	await about(page, 'WARMTEPOMP', 'GEL');
	assert.deepEqual([await names(page), await numbers(page)], [['Nulpunt Wonen'], ['088 000 2110']]);
	assert.match(await page.locator('.party').innerText(), /ma-vr 8:00-18:00/);
	assert.match(await page.locator('[data-sentence]').innerText(), /Nulpunt Wonen zorgt/);
	await assertAccessible(page, 'party');
	await assertTouchable(page, 'party');
	await shot(page, 'energy-party');
	await press(page, '[data-code="call_self"]');
	await arrive(page, /energie\/zelf\/$/);
	await page.locator('[data-qr] svg').waitFor();
	assert.deepEqual(await numbers(page), ['088 000 2110']);
	await assertAccessible(page, 'call yourself');
	await shot(page, 'energy-self');
	await press(page, '[data-send-us]');
	await arrive(page, /energie\/woorden\/$/);
	await press(page, '[data-skip]');
	await giveContact(page, { keys: true });
	await shot(page, 'energy-check');
	assert.match(await page.locator('.check').innerText(), /Vraag[^]*Warmtepomp[^]*eerste keer/);
	const { receipt } = await send(page);
	assert.match(receipt, /-/);
	assert.match(await page.locator('.next').innerText(), /hoe het verder gaat/);
	await leave(page);
});

check('[R3] calling oneself leaves nothing behind', async () => {
	const page = await visitor(lobby);
	await enter(page, 'question', MEADOW);
	await about(page, 'WTW', 'STO');
	await press(page, '[data-code="call_self"]');
	await arrive(page, /energie\/zelf\/$/);
	await page.locator('.party__number').waitFor();
	await press(page, '[data-done]');
	await arrive(page, /^nl\/$/);
	assert.equal((await memoryOf(page)).includes('ZONNEWEIDE'), false);
	await leave(page);
});

check('[R5 R12 R13] a tenant who comes back says whom and why, by keyboard alone, in English', async () => {
	const page = await visitor(lobby, { lang: 'en' });
	page.byKeys = true;
	await enter(page, 'complaint', MEADOW);
	await about(page, 'MONITORING', 'GEEN-DATA', 'party', 'not_taken_up');
	assert.deepEqual(await names(page), ['Woonstichting Waterkant', 'Meetwijzer'], 'who was told already does not come first');
	assert.match(await page.locator('[data-sentence]').innerText(), /reported this before/);
	await press(page, '[data-code="send_us"]');
	await arrive(page, /energie\/woorden\/$/);
	await type(page, 'no answer since Monday');
	await giveContact(page, { mail: 'a.devries@voorbeeld.nl' });
	assert.match(await page.locator('.check').innerText(), /Complaint[^]*Yes, to Meetwijzer\. Nothing happened\.[^]*no answer since Monday/);
	const sent = page.waitForRequest((request) => request.url().endsWith('/api/v1/reports'));
	const { receipt } = await send(page);
	const body = (await sent).postDataJSON();
	assert.deepEqual([body.branch, body.kind, body.first_contact, body.before],
		['energy', 'complaint', false, { party: 'meetwijzer', reason: 'not_taken_up' }]);
	assert.match(receipt, /-/);
	await leave(page);
});

check('[R9 R36] a home that is not zero-energy goes the path of the corporation, in own words', async () => {
	const page = await visitor(lobby);
	await enter(page, 'question', GALLERY);
	await press(page, '[data-code="other"]');
	await arrive(page, /energie\/eerder\/$/);
	await page.locator('[data-code="before_us"]', { hasText: 'Waterkant' }).waitFor();
	assert.equal(await page.locator('[data-code="before_party"]').count(), 0, 'nobody else to have told');
	await press(page, '[data-code="before_no"]');
	await arrive(page, /energie\/partij\/$/);
	await page.locator('.party__card').waitFor();
	assert.deepEqual(await numbers(page), ['088 000 1200']);
	assert.match(await page.locator('[data-sentence]').innerText(), /geen nul-op-de-meterwoning.*Duurzaamheid/);
	await shot(page, 'energy-not-nom');
	await press(page, '[data-code="send_us"]');
	await arrive(page, /energie\/woorden\/$/);
	assert.equal(await page.locator('[data-skip]').isVisible(), false, 'without a picture words are needed');
	await press(page, 'form[data-form] button[type=submit]');
	assert.ok(await page.locator('[data-field-error]').isVisible());
	await type(page, 'mijn meter loopt te hard');
	await giveContact(page);
	await send(page);
	await leave(page);
});

check('[R3] Back goes the same road', async () => {
	const page = await visitor(lobby);
	await enter(page, 'question', MEADOW);
	await about(page, 'MONITORING', 'WAARDEN', 'party', 'dissatisfied');
	for (const path of [/moeite\/$/, /eerder\/$/, /energiemeting\/$/, /over\/$/, /woning\/$/, /energie\/$/]) {
		await press(page, '[data-back]');
		await arrive(page, path);
	}
	await press(page, '[data-code="broken"]');
	await arrive(page, /energie\/kapot\/$/);
	await press(page, '[data-code="WARMTEPOMP"]');
	await arrive(page, /warmtepomp\/$/);
	assert.equal(where(page), 'nl/woning/verwarming-energie/warmtepomp/', 'what is broken is a repair');
	await leave(page);
});

check('[R3 R60 R61] with the line down the party is known and the question is saved', async () => {
	await lobby.stopCentral();
	const page = await visitor(lobby);
	try {
		await until(async () => !(await (await fetch(`${lobby.url}api/v1/kiosk`)).json()).online, 'the kiosk to notice');
		await enter(page, 'question', MEADOW);
		await about(page, 'MONITORING', 'GEEN-DATA');
		assert.deepEqual(await names(page), ['Woonstichting Waterkant', 'Meetwijzer'], 'its contract says: us first');
		assert.deepEqual(await numbers(page), ['088 000 1200', '088 000 2310']);
		await press(page, '[data-code="send_us"]');
		await arrive(page, /energie\/woorden\/$/);
		await press(page, '[data-skip]');
		await giveContact(page);
		await send(page);
		await page.waitForFunction(() => document.querySelector('[data-saved]')?.textContent?.includes('Opgeslagen op deze zuil'));
	} finally {
		await lobby.startCentral();
	}
	await leave(page);
}, process.env.KIOSK_URL ? 'needs an office of its own' : false);
