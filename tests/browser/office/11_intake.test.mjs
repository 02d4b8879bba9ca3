/* The phone desk takes a report by keyboard alone; emergencies; what a reload and a log-out leave.
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, check, newPage, officeOfThisFile, sample, shot } from './office.mjs';
import { reportBody } from './report.mjs';

const office = officeOfThisFile();

const focusOn = (page, id) => page.waitForFunction((want) => document.activeElement?.id === want, id);

/** @param {any} page @param {string} name */
async function logIn(page, name) {
	const login = office.as(name);
	await page.getByLabel('Gebruikersnaam').fill(login.name);
	await page.getByLabel('Wachtwoord').fill(login.password);
	await page.keyboard.press('Enter');
	await page.locator('.line--on').waitFor();
}

/** A page of somebody at a place; every key pressed through press and type is counted. */
async function at(place, { name = 'kcc', ...size } = {}) {
	const page = await newPage(office, size);
	page.setDefaultTimeout(Number(process.env.PATIENCE ?? 30_000));
	page.keys = 0;
	page.press = async (/** @type {string[]} */ ...keys) => {
		for (const key of keys) { page.keys++; await page.keyboard.press(key); }
	};
	page.type = async (/** @type {string} */ text) => { page.keys += text.length; await page.keyboard.type(text); };
	await page.goto(`${office.url}#/${place}`);
	await logIn(page, name);
	return page;
}

/** The address, and the question behind it in focus. */
async function chooseAddress(page, typed) {
	await focusOn(page, 'in-address');
	await page.type(typed);
	await page.press('Enter');
	await focusOn(page, 'in-what');
}

/** The log-in ends while somebody is busy. */
async function expire(page) {
	await page.context().clearCookies();
	await page.evaluate(() => /** @type {HTMLFormElement|null} */ (document.querySelector('.intake'))?.requestSubmit());
}

/** Saved; whoever has mail is asked how they want to hear of it. */
async function save(page) {
	await page.press('Control+Enter');
	await page.waitForFunction(() => ['in-next', 'in-via'].includes(document.activeElement?.id ?? ''));
	if (await page.evaluate(() => document.activeElement?.id) === 'in-via') {
		await page.press('1');
		await focusOn(page, 'in-save');
		await page.press('Enter');
	}
	await focusOn(page, 'in-next');
}

/** What the office keeps of a case. */
const kept = (page, nr) => page.evaluate(async (one) => (await (await fetch(`api/v1/cases/${one}`)).json()), nr);
const numberOf = async (page) => Number(/\d+$/.exec(await page.locator('.saved a[href*="alle"]').getAttribute('href'))?.[0]);

/** Without what must differ between two reports. */
function bare(report) {
	const { id, receipt, follow, t, actor, channel, ...rest } = report;
	return rest;
}

check('[R10 R34 R49 R50] a whole report in few keys, and the record is that of a tenant', async () => {
	if (sample) return;
	const page = await at('alle');
	await page.locator('#list-title').focus();
	await page.press('i');
	await chooseAddress(page, 'zonnew 3');
	assert.match(await page.locator('#case').innerText(), /088 000 2110[\s\S]*Piotr Okafor/);
	await page.type('kraan drup');
	await page.press('Enter');
	await focusOn(page, 'in-suspect');
	assert.deepEqual(await page.locator('#in-room, #in-object, #in-fault').evaluateAll((all) => all.map((one) => one.value)),
		['Keuken', 'Kraan', 'De kraan druppelt']);
	await page.press('1');
	await focusOn(page, 'in-words');
	await page.locator('.intake__payer').waitFor();
	assert.match(await page.locator('.intake__payer').innerText(), /U betaalt dit zelf[\s\S]*letter d/);
	await page.press('Tab');
	await focusOn(page, 'in-when');
	await page.press('1');
	await focusOn(page, 'in-save'); /* who calls and how to reach them is known */
	await assertAccessible(page, 'a filled form');
	await page.getByText('De melding is compleet.').waitFor();
	await page.press('Enter');
	await focusOn(page, 'in-next');
	assert.ok(page.keys <= 26, `${page.keys} keys`);
	assert.match(await page.locator('.saved__number').innerText(), /^[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]$/);
	assert.match(await page.locator('.saved__steps').innerText(), /bellen wij u/);
	await assertAccessible(page, 'saved');
	await shot(page, 'intake-saved');
	const mine = (await kept(page, await numberOf(page))).report;
	assert.deepEqual([mine.channel, mine.actor], ['phone', { kind: 'operator', ref: 'kcc' }]);
	const body = reportBody(mine.catalogue, mine.unit, { suspect: mine.suspect, words: null,
		contact: { name: 'Piotr Okafor', phone: '0600000427', mail: null, via: 'phone' } });
	const receipt = await office.file(body);
	await office.settled();
	await page.press('Enter');
	await focusOn(page, 'in-address');
	assert.equal(await page.locator('#in-address').inputValue(), '', 'the next caller finds an empty form');
	assert.equal(await page.locator('#in-what').inputValue(), '');
	const theirs = await page.evaluate(async (one) => {
		for (;;) { /* until central has made a case of it */
			const reply = await fetch(`api/v1/cases/${one}`);
			if (reply.ok) return reply.json();
		}
	}, receipt);
	assert.deepEqual(bare(mine), bare(theirs.report));
	assert.deepEqual(page.troubles, []);
	await page.context().close();
});

check('[R31 R32 R33 R35 R38 R42 R43] room, object, fault by letters and arrows; urgent goes by phone and asks no day', async () => {
	if (sample) return;
	const page = await at('melding');
	await chooseAddress(page, 'zonnew 4');
	await page.press('Tab', 'Tab');
	await focusOn(page, 'in-room');
	await page.type('toil');
	await page.press('Enter');
	await focusOn(page, 'in-object');
	await page.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
	await focusOn(page, 'in-fault');
	await page.type('lekt');
	await page.press('Enter');
	await page.waitForFunction(() => /^in-(suspect|answers)/.test(document.activeElement?.id ?? ''));
	for (let left = await page.locator('.ask--one:not([data-done]):not([data-ask="via"])').count(); left > 0; left--) {
		const id = await page.evaluate(() => document.activeElement?.id ?? '');
		if (!/^in-(suspect|answers)/.test(id)) break;
		await page.press('1');
		await page.waitForFunction((was) => document.activeElement?.id !== was, id);
	}
	await page.locator('.intake__payer .urgency--urgent').waitFor();
	await page.getByText('Dit is spoed. Wij bellen snel').waitFor();
	assert.equal(await page.locator('.slots-grid, [data-ask="via"]').count(), 0, 'no day, no mail');
	await shot(page, 'intake-urgent');
	await save(page);
	const { report } = await kept(page, await numberOf(page));
	assert.deepEqual([report.when, report.contact.via], [{ slots: [], call: true }, 'phone']);
	await page.context().close();
});

check('[R40] saving says what is missing and goes there', async () => {
	if (sample) return;
	const page = await at('melding');
	await chooseAddress(page, 'zonnew 5');
	await page.press('Control+Enter');
	await focusOn(page, 'in-room');
	await page.getByText('Nog nodig: Ruimte').waitFor();
	await page.locator('#in-phone').fill('vast');
	await page.locator('#in-phone').press('Control+Enter');
	await focusOn(page, 'in-phone');
	await page.getByText('Telefoon klopt niet.').waitFor();
	await assertAccessible(page, 'a refused field');
	await page.context().close();
});

check('[R44 R45 R46 R54 R55] people around the house: a place, no room and no fitter', async () => {
	if (sample) return;
	const page = await at('melding');
	await chooseAddress(page, 'zonnew 7');
	await page.type('harde muz');
	await page.press('Enter');
	await focusOn(page, 'in-place');
	assert.equal(await page.locator('#in-room, #in-when').count(), 0);
	await page.press('ArrowDown', 'Enter');
	await save(page);
	const { report } = await kept(page, await numberOf(page));
	assert.deepEqual([report.branch, report.kind, report.cause, report.unit || null], ['surroundings', 'nuisance', 'people', null]);
	await page.context().close();
});

check('[R3 R4 R5 R11 R12 R15] a question about energy: told before, whom to call first, a card; who comes back goes on', async () => {
	if (sample) return;
	const page = await at('melding');
	await chooseAddress(page, 'zonnew 9');
	await page.press('Tab');
	await focusOn(page, 'in-door');
	await page.type('vraag energie');
	await page.press('Enter');
	await focusOn(page, 'in-room');
	await page.press('ArrowDown', 'Enter');
	await focusOn(page, 'in-object');
	await page.type('zon');
	await page.press('Enter');
	await focusOn(page, 'in-fault');
	await page.press('ArrowDown', 'Enter');
	await focusOn(page, 'in-words');
	await page.press('Tab');
	await focusOn(page, 'in-again');
	await page.locator('.intake__first', { hasText: 'Nulpunt Wonen' }).waitFor();
	await assertAccessible(page, 'told before');
	await page.press('1');
	await focusOn(page, 'in-phone'); /* this tenant gave none yet */
	await page.type('0612345678');
	await save(page);
	await page.press('Tab', 'Enter');
	await page.locator('.step__form').waitFor();
	assert.match(await page.locator('.step__form').innerText(), /Doorverwijzen|Verwijs/i);
	await page.getByLabel(/Partij/).first().fill('Nulpunt');
	await page.keyboard.press('Enter');
	await page.locator('.preview[data-state="ready"]').waitFor(); /* a step shows its letter before it can be confirmed */
	await page.locator('.step__form button.utrecht-button--primary-action').click();
	await page.locator('.step__form').waitFor({ state: 'detached' });
	await page.goto(`${office.url}#/melding`);
	await chooseAddress(page, 'zonnew 9');
	await page.locator('.intake__back', { hasText: 'Eerder doorverwezen naar Nulpunt Wonen' }).waitFor();
	await assertAccessible(page, 'an earlier referral');
	await shot(page, 'intake-return');
	await page.locator('.intake__back button').press('Enter');
	await page.locator('.step__form').waitFor();
	assert.match(await page.locator('.step__form').innerText(), /niet in behandeling|reden/i);
	await page.context().close();
});

check('[R51 R52] the emergency script opens over every screen with one key and leaves an alarm with another', async () => {
	if (sample) return;
	const page = await at('melding');
	await chooseAddress(page, 'zonnew 3');
	await page.type('gas');
	await page.press('F9'); /* while typing */
	await page.locator('.emergency[open]').waitFor();
	await page.press('g');
	await page.getByRole('link', { name: '0800-9009' }).waitFor();
	assert.match(await page.locator('.emergency__script').innerText(), /Ga naar buiten[\s\S]*Geen vuur/);
	await assertAccessible(page, 'emergency script');
	await page.press('Enter');
	await page.getByText('Gemeld aan kantoor om').waitFor();
	await page.press('Escape');
	await page.locator('.emergency[open]').waitFor({ state: 'detached' });
	const { alarms } = await page.evaluate(async () => (await fetch('api/v1/alarms')).json());
	assert.deepEqual([alarms[0].sign, alarms[0].who, alarms[0].place], ['GAS', 'kcc', 'Zonneweide 3']);
	assert.equal(await page.locator('#in-what').inputValue(), 'gas', 'the form is as it was');
	await page.locator('.alarm', { hasText: 'Zonneweide 3' }).waitFor();
	for (const place of ['alle', 'bellen', 'adressen', 'register', 'post']) {
		await page.goto(`${office.url}#/${place}`);
		await page.getByRole('button', { name: /Noodgeval/ }).waitFor();
		await page.keyboard.press('F9');
		await page.locator('.emergency[open]').waitFor();
		await page.keyboard.press('Escape');
		await page.locator('.emergency[open]').waitFor({ state: 'detached' });
	}
	await page.evaluate(() => fetch('api/v1/logout', { method: 'POST' }));
	const out = await newPage(office);
	await out.goto(office.url);
	await out.getByLabel('Gebruikersnaam').waitFor();
	await out.keyboard.press('F9');
	await out.keyboard.press('2');
	await out.getByRole('link', { name: '112' }).waitFor();
	assert.equal(await out.getByText('Log in om het ook aan kantoor te melden.').count(), 1);
	await assertAccessible(out, 'emergency before log-in');
	await shot(out, 'emergency-login');
	await out.context().close();
	await page.context().close();
});

check('[R51] what is an emergency after all is no form any more', async () => {
	if (sample) return;
	const page = await at('melding');
	await chooseAddress(page, 'zonnew 3');
	await page.type('gas ruik');
	await page.press('Enter');
	await page.locator('.intake__sign button').press('Enter');
	await page.getByRole('link', { name: '0800-9009' }).waitFor();
	await page.context().close();
});

check('[R49 R69] a reload and an ended log-in lose nothing; logging out and another operator find nothing', async () => {
	if (sample) return;
	const page = await at('melding');
	await chooseAddress(page, 'zonnew 3');
	await page.type('kraan drup');
	await page.press('Enter');
	await focusOn(page, 'in-suspect');
	await page.locator('#in-words').fill('al drie dagen');
	const values = () => page.locator('#in-address, #in-what, #in-words, #in-name').evaluateAll((all) => all.map((one) => one.value));
	const whole = ['Zonneweide 3', 'Kraan: De kraan druppelt', 'al drie dagen', 'Piotr Okafor'];
	const stands = () => page.waitForFunction((want) => ['address', 'what', 'words', 'name']
		.every((name, n) => document.getElementById(`in-${name}`)?.value === want[n]), whole);
	assert.deepEqual(await values(), whole);
	await page.reload();
	await stands();
	await expire(page);
	await page.getByText('U bent uitgelogd').waitFor();
	await logIn(page, 'kcc');
	await stands();
	await expire(page);
	await page.getByText('U bent uitgelogd').waitFor();
	await logIn(page, 'manager');
	await page.locator('#in-what').waitFor();
	await page.waitForFunction(() => document.getElementById('in-words')?.value === '');
	await page.locator('#in-words').fill('van een ander');
	await page.locator('.menu summary').click();
	await page.getByRole('button', { name: 'Log uit' }).click();
	await page.getByLabel('Gebruikersnaam').waitFor();
	assert.equal(await page.evaluate(() => sessionStorage.getItem('portiek.intake')), null);
	await page.context().close();
});

check('[R68] the form and the script reflow and stay readable on every screen', async () => {
	if (sample) return;
	for (const [width, height] of [[320, 640], [820, 1180], [1366, 768], [1920, 1080]]) {
		const page = await at('melding', { width, height });
		await chooseAddress(page, 'zonnew 3');
		await page.type('kraan drup');
		await page.press('Enter');
		await page.locator('.intake__payer').waitFor();
		await assertReflows(page, `form at ${width}`);
		await assertAccessible(page, `form at ${width}`);
		await shot(page, `intake-${width}`);
		await page.press('F9', '1');
		await page.getByRole('link', { name: '0800-9009' }).waitFor();
		await assertReflows(page, `script at ${width}`);
		await shot(page, `emergency-${width}`);
		await page.context().close();
	}
});
