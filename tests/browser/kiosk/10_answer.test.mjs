/* What a tenant says on the page that follows a report: solved or not, and a complaint without telling
 * it all again. What the office will say is put into the daemon's answer; what is said goes the real way.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { until } from '../stack.mjs';
import {
	arrive, assertAccessible, assertReflows, assertTouchable, check, leave, lobbyOfThisFile, press, shot, type, visitor,
} from './lobby.mjs';
import { makeId } from '../../../web/kiosk/js/draft.js';

const lobby = lobbyOfThisFile();

function post(path, body) {
	return fetch(`${lobby.url}api/v1/${path}`, {
		method: 'POST', headers: { 'content-type': 'application/json', origin: lobby.url.replace(/\/$/, '') }, body: JSON.stringify(body),
	}).then((reply) => reply.json());
}

/** A report of this kiosk, made without its pages. */
async function filed() {
	const { version } = await (await fetch(`${lobby.url}catalogue.json`)).json();
	const { dwellings } = await (await fetch(`${lobby.url}api/v1/dwellings?street=zonneweide&number=3`)).json();
	return post('reports', {
		schema: 1, id: makeId(), catalogue: version, lang: 'nl', branch: 'energy', kind: 'question', unit: dwellings[0].key, room: 'TRI',
		object: 'MONITORING', fault: 'GEEN-DATA', contact: { name: 'A. de Vries', phone: '0612345678', via: 'phone' }, t: Date.now(),
	});
}

/** The follow page, with what the office would say by then. */
async function follow(mine, says, options = {}) {
	const page = await visitor(lobby, { path: 'volgen/', ...options });
	page.byKeys = options.byKeys;
	await page.route('**/api/v1/cases', async (route) => {
		const reply = await route.fetch();
		const data = await reply.json();
		const { may_complain = data.may_complain, ...rest } = says;
		await route.fulfill({ response: reply, json: { ...data, state: 'office', case: { ...data.case, ...rest }, may_complain } });
	});
	await page.locator('html[data-ready]').waitFor({ state: 'attached' });
	await type(page, mine.receipt, { keys: options.keys });
	await arrive(page, /#code$/);
	await type(page, mine.follow, { keys: options.keys });
	await page.locator('[data-state]').waitFor({ state: 'visible' });
	return page;
}

const answered = async (mine) => (await post('cases', { receipt: mine.receipt, code: mine.follow })).answered;
const DONE = { state: 'done', ask: true, may_complain: true };

check('[R64] each state is a sentence, with whom it is and when somebody comes', async () => {
	const mine = await filed();
	const contact = { name: 'Nulpunt Wonen', phone: '088 000 2100', mail: '', hours: 'ma-vr 8:00-17:00' };
	const page = await follow(mine, { state: 'planned', party: 'Nulpunt Wonen', contact, when: { day: '2026-11-30', part: 'OCH' } });
	assert.equal(await page.locator('[data-state-text]').innerText(), 'Er is een afspraak gemaakt.');
	assert.equal(await page.locator('[data-when-text]').innerText(), 'Maandag 30 nov, ochtend');
	assert.match(await page.locator('.party').innerText(), /Nulpunt Wonen[^]*088 000 2100[^]*ma-vr/);
	assert.equal(await page.locator('[data-ask]').isVisible(), false, 'nobody asks before it is done');
	await assertAccessible(page, 'follow planned');
	await shot(page, 'follow-planned');
	await leave(page);
	const later = await follow(mine, { state: 'teleported', party: '', contact: null });
	assert.equal(await later.locator('[data-state-text]').innerText(), 'Wij zijn met uw melding bezig.');
	await leave(later);
});

check('[D8 R61 R62 R68] done: half solved, in own words, by touch', async () => {
	const mine = await filed();
	const page = await follow(mine, DONE, { keys: true });
	await page.locator('[data-ask]').waitFor({ state: 'visible' });
	await assertAccessible(page, 'is it solved');
	await assertTouchable(page, 'is it solved');
	await shot(page, 'answer-ask');
	await press(page, '[data-answer="half"]');
	assert.equal(await page.locator('h1').innerText(), 'Wat is er nog niet goed?');
	await assertAccessible(page, 'own words');
	await shot(page, 'answer-words');
	await press(page, '[data-back]');
	await page.locator('[data-ask]').waitFor({ state: 'visible' });
	await press(page, '[data-answer="half"]');
	await page.locator('.hg-button').first().waitFor();
	for (const letter of 'Nee') await page.locator(`.hg-button[data-skbtn="${letter}"]`).tap();
	await press(page, '[data-say] [type=submit]');
	await page.locator('[data-thanks]').waitFor({ state: 'visible' });
	assert.match(await page.locator('[data-thanks]').innerText(), /opnieuw[^]*antwoord/);
	await assertAccessible(page, 'thanks');
	await shot(page, 'answer-thanks');
	assert.ok(await answered(mine), 'durable when the page says so');
	await until(async () => (await answered(mine)).state === 'office', 'the answer to reach the office');
	await press(page, '[data-done]');
	await arrive(page, /^nl\/$/);
	await leave(page);
	const again = await follow(mine, { state: 'reopened', ask: false });
	assert.equal(await again.locator('[data-sent-text]').innerText(), 'Wij hebben uw antwoord ontvangen.');
	await leave(again);
});

check('[D10] not satisfied: a complaint by keyboard alone, in English, without telling it again', async () => {
	const mine = await filed();
	const page = await follow(mine, { state: 'working', may_complain: true }, { lang: 'en', byKeys: true });
	await press(page, '[data-answer="complaint"]');
	assert.equal(await page.locator('h1').innerText(), 'What are you not satisfied with?');
	const sent = page.waitForRequest((request) => request.url().endsWith('/cases/answer'));
	await press(page, '[data-skip-words]');
	const body = (await sent).postDataJSON();
	assert.deepEqual([body.answer, body.words, body.lang, body.receipt], ['complaint', null, 'en', mine.receipt]);
	await page.locator('[data-thanks]').waitFor({ state: 'visible' });
	await leave(page);
});

check('[D10 R64] a young report cannot be complained about yet', async () => {
	const page = await follow(await filed(), { state: 'seen' });
	assert.equal(await page.locator('[data-complain]').isVisible(), false);
	await leave(page);
});

check('[D8 R60 R61 R62] with the line down the answer is saved here and says so', async () => {
	const mine = await filed();
	await until(async () => (await post('cases', { receipt: mine.receipt, code: mine.follow })).case, 'the case to come back');
	await lobby.stopCentral();
	let page;
	try {
		page = await follow(mine, DONE, { viewport: { width: 1920, height: 1080 } });
		await assertReflows(page, 'answer lying');
		await shot(page, 'lying-answer-ask');
		await press(page, '[data-answer="solved"]');
		await page.locator('[data-thanks]').waitFor({ state: 'visible' });
		assert.match(await page.locator('[data-thanks-sent]').innerText(), /zuil|onderweg/);
		await shot(page, 'lying-answer-thanks');
		await leave(page);
		page = await follow(mine, DONE);
		assert.equal(await page.locator('[data-ask]').isVisible(), false, 'nobody is asked twice');
		assert.match(await page.locator('[data-sent-text]').innerText(), /zuil|onderweg/);
		await leave(page);
	} finally {
		await lobby.startCentral();
	}
	await until(async () => (await answered(mine)).state === 'office', 'the answer to reach the office');
}, process.env.KIOSK_URL ? 'needs an office of its own' : false);
